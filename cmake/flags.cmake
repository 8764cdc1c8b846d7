# SPDX-License-Identifier: GPL-3.0-or-later
# twodoors_flags: every warning and sanitizer flag of the project, said once. Each target of ours
# links it PRIVATE.
add_library(twodoors_flags INTERFACE)

target_compile_options(
    twodoors_flags
    INTERFACE
        -Wall
        -Wextra
        -Wpedantic
        -Wshadow
        -Wconversion
        -Wsign-conversion
        -Wimplicit-fallthrough
        $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>
        $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
        $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>
        $<$<BOOL:${TWODOORS_WERROR}>:-Werror>
)

# GCC 12 sees overlaps that are not there in "text" + std::string (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(twodoors_flags INTERFACE -Wno-restrict)
endif()

if(TWODOORS_SANITIZE STREQUAL "")
    set(twodoors_sanitizers "")
elseif(TWODOORS_SANITIZE STREQUAL "address")
    # Its look at a vptr makes a pipe, which cannot be had where a test has used up all descriptors.
    set(twodoors_sanitizers -fsanitize=address,undefined -fno-sanitize=vptr)
elseif(TWODOORS_SANITIZE STREQUAL "thread")
    set(twodoors_sanitizers -fsanitize=thread)
elseif(TWODOORS_SANITIZE STREQUAL "fuzzer")
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "TWODOORS_SANITIZE=fuzzer needs clang++")
    endif()
    set(twodoors_sanitizers -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr)
else()
    message(
        FATAL_ERROR "TWODOORS_SANITIZE is address, thread, fuzzer or empty, not '${TWODOORS_SANITIZE}'"
    )
endif()

if(twodoors_sanitizers)
    target_compile_options(
        twodoors_flags INTERFACE ${twodoors_sanitizers} -fno-sanitize-recover=all
                                 -fno-omit-frame-pointer
    )
    target_link_options(twodoors_flags INTERFACE ${twodoors_sanitizers})
    # The code a sanitizer adds makes GCC guess wrongly about what is set.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(twodoors_flags INTERFACE -Wno-maybe-uninitialized)
    endif()
endif()

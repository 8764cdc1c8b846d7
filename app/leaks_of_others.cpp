// SPDX-License-Identifier: GPL-3.0-or-later
// What libraries that are not ours leave behind at their end. LeakSanitizer asks for it, where the
// program is built with it.
#if defined(__SANITIZE_ADDRESS__)

extern "C" const char *__lsan_default_suppressions();
extern "C" const char *__lsan_default_options();

extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libdbus-1\nleak:libfontconfig\n";
}

extern "C" const char *__lsan_default_options()
{
    return "print_suppressions=0";
}

#endif

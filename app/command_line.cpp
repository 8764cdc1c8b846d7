// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include "run_options.h"
#include "sockets/address.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/ranges.h>
#include <sstream>

namespace twodoors
{

namespace
{

OpenCommandOptions openOptions(const Words &words)
{
    OpenCommandOptions options;
    options.file = words.file;
    if (!words.pcapng.empty())
        options.pcapng = words.pcapng;
    options.log = logOptions(words);
    return options;
}

bool isLessonFile(std::string_view word)
{
    return word.ends_with(".yaml") || word.ends_with(".yml");
}

/// A lesson's id, or a file where it looks like one.
Result<Lesson> lessonOf(const std::string &word)
{
    if (word.find('/') == std::string::npos && !isLessonFile(word))
        return builtInLesson(word);
    auto lesson = readLessonFile(word);
    if (lesson)
        return lesson;
    Failure failure = lesson.failure();
    failure.values.emplace_back("file", word);
    return failure;
}

/// The language is needed before the command line is read, to say what is wrong with it.
Tongue tongueWanted(const std::vector<std::string> &arguments)
{
    constexpr std::string_view option = "--lang";
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == option && i + 1 < arguments.size())
            return tongueOf(arguments[i + 1]);
        if (arguments[i].starts_with("--lang="))
            return tongueOf(std::string_view(arguments[i]).substr(option.size() + 1));
    }
    return tongueOfEnvironment();
}

class CommandLine
{
public:
    CommandLine(const Catalogue &catalogue, StopSignals &signals)
        : m_context{catalogue, signals}, m_app(help("help.app"), "twodoors")
    {
        m_app.set_help_flag("-h,--help", help("help.help"));
        m_app.set_version_flag("-V,--version", "twodoors " TWODOORS_VERSION, help("help.version"));
        m_app.require_subcommand(0, 1);
        m_app.get_formatter()->column_width(34);
        m_app.add_option("file", m_window.file, help("help.window-file"))->type_name("FILE");
        m_app.add_option("--lesson", m_window.lesson, help("help.window-lesson"))->type_name("ID");
        m_app.add_option("--session", m_window.session, help("help.window-session"))
            ->type_name("FILE");
        m_app.add_option("--theme", m_window.theme, help("help.theme"))
            ->type_name("light|dark|system");
        addTongue(m_app);
        m_lessons = m_app.add_subcommand("lessons", help("help.lessons"));
        addTongue(*m_lessons);
        addRun();
        addOpen();
        addProgram();
        addDoctor();
        addScreenshots();
    }

    int perform(const std::vector<std::string> &arguments)
    {
        try {
            std::vector<std::string> reversed(arguments.rbegin(), arguments.rend() - 1);
            m_app.parse(reversed);
            if (!m_words.tongue.empty()) {
                constexpr std::array<std::pair<std::string_view, Tongue>, 2> tongues{
                    {{"en", Tongue::English}, {"zh", Tongue::Chinese}}};
                static_cast<void>(chosen("--lang", m_words.tongue, tongues));
            }
            return dispatch();
        } catch (const CLI::ParseError &error) {
            return reported(error);
        } catch (const WrongUsage &wrong) {
            m_context.complain(wrong.failure);
            return ExitStatus::usage;
        }
    }

private:
    [[nodiscard]] std::string help(std::string_view key) const
    {
        return m_context.catalogue.text(key);
    }

    void addTongue(CLI::App &app)
    {
        app.add_option("--lang", m_words.tongue, help("help.lang"))->type_name("en|zh");
    }

    void addLog(CLI::App &app)
    {
        app.add_option("--format", m_words.format, help("help.format"))
            ->type_name("text|jsonl|markdown|html|csv");
        app.add_option("--output", m_words.output, help("help.output"))->type_name("FILE");
        addTongue(app);
    }

    void addRun()
    {
        m_run = m_app.add_subcommand("run", help("help.run"));
        m_run->add_option("lesson", m_words.lesson, help("help.lesson"))
            ->type_name("LESSON|FILE.yaml");
        m_run->add_option("--message", m_words.messages, help("help.message"))
            ->type_name("TEXT")
            ->take_all()
            ->expected(1)
            ->allow_extra_args(false); // "[a,b]" is one text
        m_run->add_option("--message-file", m_words.messageFile, help("help.message-file"))
            ->type_name("FILE");
        m_run->add_option("--port", m_words.port, help("help.port"))->type_name("P");
        m_run->add_option("--address", m_words.address, help("help.address"))->type_name("A");
        m_run->add_option("--only", m_words.only, help("help.only"))->type_name("server|client");
        m_run->add_option("--guests", m_words.guests, help("help.guests"))->type_name("N");
        m_run->add_flag("--step", m_words.step, help("help.step"));
        m_run->add_option("--pace", m_words.pace, help("help.pace"))->type_name("SECONDS");
        m_run->add_flag("--live", m_words.live, help("help.live"));
        m_run->add_option("--patience", m_words.patience, help("help.patience"))
            ->type_name("SECONDS");
        m_run->add_option("--wire", m_words.wire, help("help.wire"))
            ->type_name("auto|lab|loopback");
        m_run->add_option("--rule", m_words.rules, help("help.rule"))
            ->type_name("RULE")
            ->take_all()
            ->expected(1)
            ->allow_extra_args(false);
        m_run->add_flag("--hold", m_words.hold, help("help.hold"));
        m_run->add_option("--flight", m_words.flight, help("help.flight"))->type_name("SECONDS");
        m_run->add_option("--timers", m_words.timers, help("help.timers"))
            ->type_name("patient|ordinary");
        m_run->add_option("--seed", m_words.seed, help("help.seed"))->type_name("N");
        m_run->add_option("--pcapng", m_words.pcapng, help("help.pcapng"))->type_name("FILE");
        m_run->add_option("--session", m_words.session, help("help.session"))->type_name("FILE");
        addLog(*m_run);
    }

    void addOpen()
    {
        m_open = m_app.add_subcommand("open", help("help.open"));
        m_open->add_option("file", m_words.file, help("help.file"))->type_name("FILE")->required();
        m_open->add_option("--pcapng", m_words.pcapng, help("help.pcapng"))->type_name("FILE");
        addLog(*m_open);
    }

    void addProgram()
    {
        m_program = m_app.add_subcommand("program", help("help.program"));
        m_program->add_option("name", m_words.program, help("help.name"))
            ->type_name("NAME")
            ->required();
        m_program->add_option("--language", m_words.language, help("help.language"))
            ->type_name("python|c")
            ->required();
        m_program->add_option("--address", m_words.address, help("help.program-address"))
            ->type_name("A");
        m_program->add_option("--port", m_words.port, help("help.program-port"))->type_name("P");
        addTongue(*m_program);
    }

    void addDoctor()
    {
        m_doctor = m_app.add_subcommand("doctor", help("help.doctor"));
        m_doctor->add_flag("--apparmor-profile", m_words.profile, help("help.apparmor-profile"));
        addTongue(*m_doctor);
    }

    void addScreenshots()
    {
        m_screenshots = m_app.add_subcommand("screenshots", help("help.screenshots"));
        m_screenshots->add_option("folder", m_words.folder, help("help.folder"))->type_name("DIR");
        addTongue(*m_screenshots);
    }

    int dispatch()
    {
        if (m_app.get_subcommands().empty())
            return windowCommand(m_context, windowOptions());
        refuseWindowOptions();
        if (m_doctor->parsed())
            return doctorCommand(m_context, {m_words.profile});
        if (m_screenshots->parsed())
            return screenshotsCommand(m_context, m_words.folder);
        if (m_lessons->parsed())
            return lessonsCommand(m_context);
        if (m_open->parsed())
            return openCommand(m_context, openOptions(m_words));
        const std::uint16_t port = portOf(m_words.port);
        const std::string host =
            m_words.address.empty() ? std::string(defaultAddress) : m_words.address;
        if (m_program->parsed()) {
            constexpr std::array<std::pair<std::string_view, Language>, 2> languages{
                {{"python", Language::Python}, {"c", Language::C}}};
            const Language language = chosen("--language", m_words.language, languages);
            const auto server = resolve(host, port);
            if (!server)
                return faultWith(server.failure());
            return programCommand(m_context, m_words.program, language, *server);
        }
        auto lesson = lessonOf(m_words.lesson);
        if (!lesson)
            throw WrongUsage{lesson.failure()};
        RunCommandOptions options = runOptions(m_words, std::move(*lesson), m_context.stops);
        const auto server = resolve(host, port);
        if (!server)
            return faultWith(server.failure());
        options.server = *server;
        askForMessage(m_context.catalogue, m_context.stops, options);
        return runCommand(m_context, std::move(options));
    }

    /// Nothing that has no place in the window's own options is for the window.
    [[nodiscard]] WindowCommandOptions windowOptions() const
    {
        WindowCommandOptions options;
        if (!m_window.file.empty() && !std::filesystem::exists(m_window.file))
            throw WrongUsage{
                {"usage-no-file",
                 {{"found", m_window.file}, {"meant", nearestCommand(m_window.file)}}}};
        options.file = m_window.file;
        if (!m_window.lesson.empty()) {
            const auto lesson = builtInLesson(m_window.lesson);
            if (!lesson)
                throw WrongUsage{lesson.failure()};
            options.lesson = m_window.lesson;
        }
        // what is looked at is no run, and must not be written over
        if (!m_window.session.empty() && !m_window.file.empty() && !isLessonFile(m_window.file))
            throw WrongUsage{{"usage-unexpected", {{"found", "--session"}}}};
        options.session = m_window.session;
        if (!m_window.theme.empty())
            options.theme = chosen("--theme", m_window.theme, themes);
        if (!m_words.tongue.empty())
            options.tongue = tongueOf(m_words.tongue);
        return options;
    }

    /// What was written for the window, before a command that has no window.
    void refuseWindowOptions() const
    {
        for (const std::string *word :
             {&m_window.file, &m_window.lesson, &m_window.session, &m_window.theme}) {
            if (!word->empty())
                throw WrongUsage{{"usage-unexpected", {{"found", *word}}}};
        }
    }

    [[nodiscard]] std::string nearestCommand(const std::string &word) const
    {
        std::vector<std::string> names;
        for (const CLI::App *command : m_app.get_subcommands({}))
            names.push_back(command->get_name());
        const std::vector<std::string_view> known(names.begin(), names.end());
        return nearestOrAll(word, known);
    }

    int faultWith(const Failure &failure) const
    {
        m_context.complain(failure);
        return ExitStatus::fault;
    }

    /// CLI11 says what is wrong in English only, so its kinds of errors get words of our own. Its
    /// sentences begin with the name of the option that they are about.
    [[nodiscard]] Failure usageFailure(const CLI::ParseError &error) const
    {
        const std::string problem = error.what();
        const std::string option = problem.substr(0, problem.find_first_of(": "));
        const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
        if (kind == CLI::ExitCodes::ExtrasError)
            return {"usage-unexpected", {{"found", fmt::format("{}", fmt::join(leftOver(), " "))}}};
        if (kind == CLI::ExitCodes::RequiredError)
            return {"usage-missing", {{"option", option}}};
        if (kind == CLI::ExitCodes::ArgumentMismatch)
            return {"usage-no-value", {{"option", option}}};
        return {"wrong-usage", {{"problem", problem}}};
    }

    /// The arguments that no command has a use for.
    [[nodiscard]] std::vector<std::string> leftOver() const { return m_app.remaining(true); }

    /// Help and version go to standard output with status 0, all else to standard error with 2.
    int reported(const CLI::ParseError &error)
    {
        std::ostringstream out;
        std::ostringstream err;
        if (m_app.exit(error, out, err) == 0) {
            Output output = Output::standard(m_context.stops);
            output.write(out.str());
            return finished(m_context, output, ExitStatus::good);
        }
        m_context.complain(usageFailure(error));
        return ExitStatus::usage;
    }

    struct WindowWords {
        std::string file;
        std::string lesson;
        std::string theme;
        std::string session;
    };

    static constexpr std::array<std::pair<std::string_view, ThemeChoice>, 3> themes{
        {{"light", ThemeChoice::Light},
         {"dark", ThemeChoice::Dark},
         {"system", ThemeChoice::System}}};

    CommandContext m_context;
    Words m_words;
    WindowWords m_window;
    CLI::App m_app;
    CLI::App *m_lessons = nullptr;
    CLI::App *m_run = nullptr;
    CLI::App *m_open = nullptr;
    CLI::App *m_program = nullptr;
    CLI::App *m_doctor = nullptr;
    CLI::App *m_screenshots = nullptr;
};

} // namespace

Tongue tongueOfEnvironment()
{
    for (const char *variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char *value = std::getenv(variable);
        if (value != nullptr && *value != '\0')
            return tongueOf(value);
    }
    return Tongue::English;
}

int commandLine(const std::vector<std::string> &arguments, StopSignals &signals)
{
    const Catalogue catalogue(tongueWanted(arguments));
    return CommandLine(catalogue, signals).perform(arguments);
}

} // namespace twodoors

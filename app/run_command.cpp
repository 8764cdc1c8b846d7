// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "keys.h"

#include "app/export/packet_export.h"
#include "base/text.h"
#include "notes/packet_text.h"
#include "sockets/address.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

/// The pace of p in step mode.
constexpr Nanoseconds humanPace = 700ms;

/// How long to wait for news before looking again at Ctrl-C and at the kernel.
constexpr Nanoseconds lookInterval = 20ms;

/// The most that a live run shows at once, 20 times a second: the log of a busy server stays
/// fluent.
constexpr Nanoseconds frame = 50ms;

/// Nothing can come from elsewhere, no timer runs: nothing will ever happen.
constexpr Nanoseconds patienceWithCertainty = 1s;

class Run
{
public:
    /// `lab` is nullptr where the programs stand on this machine.
    Run(const CommandContext &context, const RunCommandOptions &options, Lab *lab, Output &output)
        : m_context(context), m_options(options), m_output(output), m_journal(m_clock),
          m_reader(m_journal),
          m_session(m_journal, m_clock, options.lesson,
                    {options.part, options.server, options.messages, options.guests, lab,
                     options.rules, options.holds, options.flightTime, options.seed}),
          m_header(headerOfNow(options.lesson.id,
                               lab != nullptr                ? "lab"
                               : options.server.isLoopback() ? "loopback"
                                                             : "network",
                               options.server, options.lesson.source)),
          m_printer(makeLogPrinter(options.log.format,
                                   {output, context.catalogue, m_header, &options.lesson}))
    {}

    int perform()
    {
        if (m_options.session) {
            auto writer = SessionWriter::open(*m_options.session, m_header);
            if (!writer) {
                m_context.complain(writer.failure());
                return ExitStatus::fault;
            }
            m_writer.emplace(std::move(*writer));
        }
        if (m_options.pcapng) {
            auto packets = PcapngWriter::open(*m_options.pcapng);
            if (!packets) {
                m_context.complain(packets.failure());
                return ExitStatus::fault;
            }
            m_packets.emplace(std::move(*packets));
        }
        m_printer->begin();
        if (m_options.step)
            stepByKeys();
        else if (m_options.live)
            runLive();
        else
            runStepwise();
        m_session.stop();
        show();
        m_printer->finish();
        return conclude();
    }

private:
    [[nodiscard]] bool isWanted()
    {
        return !m_context.stops.hasCome() && !m_output.failure() && !m_writeFailure;
    }

    /// What was recorded goes to the session file first, then to the reader's eyes.
    void show()
    {
        const std::size_t end = m_journal.size();
        for (; m_shown < end; ++m_shown) {
            if (isNews(m_journal.at(static_cast<Seq>(m_shown + 1))))
                m_lastNews = m_clock.now();
        }
        if (m_writer && !m_writeFailure)
            m_writeFailure = m_writer->catchUp(m_journal);
        m_printer->catchUp(m_journal, end);
    }

    /// The kernel's own tries are no answer: they do not make a wait begin anew.
    [[nodiscard]] bool isNews(const Event &event) const
    {
        if (event.kind == Kind::State)
            return event.retransmits == 0;
        if (event.kind != Kind::Packet)
            return true;
        if (event.verb == PacketVerb::Sent && event.cause != Seq::None)
            return m_journal.kindOf(event.cause) != Kind::State; // a timer sent it again
        return event.verb == PacketVerb::Delivered;
    }

    void runStepwise()
    {
        while (isWanted()) {
            if (m_session.stepAny()) {
                show();
                if (m_options.pace > Nanoseconds::zero())
                    pause(m_options.pace);
                continue;
            }
            if (m_session.isOver() || !waitForNews())
                return;
        }
    }

    void runLive()
    {
        m_session.goLive();
        std::size_t seen = 0;
        while (isWanted()) {
            const std::size_t size = m_reader.waitBeyond(seen, lookInterval);
            m_session.lookAround();
            if (size == seen) {
                if (m_session.isOver() || (!isServing() && standsStill()))
                    return;
                continue;
            }
            seen = size;
            show();
            if (m_session.isOver())
                return;
            pause(std::min(frame, lookInterval));
        }
    }

    /// Waits for what comes from outside or from a timer; false when the run is at an end.
    bool waitForNews()
    {
        const std::size_t size = m_journal.size();
        static_cast<void>(m_reader.waitBeyond(size, lookInterval));
        m_session.lookAround();
        if (m_journal.size() > size) {
            show();
            return true;
        }
        return isServing() || !standsStill();
    }

    /// A server alone may wait for its guests as long as it likes.
    [[nodiscard]] bool isServing() const { return m_options.part == Part::ServerOnly; }

    /// Whether nothing has happened for too long; says so in the journal.
    bool standsStill()
    {
        // a program that should not have ended may keep the others from starting
        if (!m_session.problems().empty())
            return true;
        const bool mayMove = m_options.part != Part::Both || m_session.isSomethingPending();
        const Nanoseconds patience =
            mayMove ? m_options.patience : std::min(patienceWithCertainty, m_options.patience);
        if (m_clock.now() - m_lastNews < patience)
            return false;
        m_stillness = m_session.recordFault(stillnessTopic(), {}, 0, m_options.server);
        return true;
    }

    [[nodiscard]] std::string_view stillnessTopic()
    {
        const bool hasGuest = m_options.lesson.programOf({Role::Client, 0}) != nullptr;
        if (heldPacket())
            return "stands-still-held";
        if (hasGuest && sentNothing(m_session.world()))
            return "stands-still-nothing-sent";
        return m_options.part == Part::ClientOnly ? "no-answer" : "stands-still";
    }

    /// Whether a client waits for the answer to a sentence of no bytes.
    [[nodiscard]] static bool sentNothing(const World &world)
    {
        for (std::size_t i = 0; i < world.programs().size(); ++i) {
            const ProgramView &program = world.programs()[i];
            const DoorView *door = world.door(program.callDoor);
            if (program.who.role == Role::Client && program.inCall == CallName::Recv
                && door != nullptr && door->bytesOut == 0)
                return true;
        }
        return false;
    }

    void pause(Nanoseconds time)
    {
        const Nanoseconds end = m_clock.now() + time;
        while (isWanted() && m_clock.now() < end)
            static_cast<void>(m_reader.waitBeyond(Journal::capacity,
                                                  std::min(lookInterval, end - m_clock.now())));
    }

    void stepByKeys()
    {
        Keys keys(m_context.stops.descriptor());
        bool plays = false;
        // so that what can go next is known before the first key
        m_session.lookAround();
        while (isWanted()) {
            show();
            if (m_session.isOver() && !canGo())
                return;
            if (!plays)
                showKeys();
            const auto key = keys.next(plays ? humanPace : lookInterval * 5);
            if (!key && !plays) {
                m_session.lookAround();
                continue;
            }
            hideKeys();
            if (plays && key && *key != Keys::end) {
                plays = false;
                continue;
            }
            switch (key.value_or(' ')) {
            case ' ':
            case '\n':
                if (!stepSoon([this] { return m_session.stepAny(); }))
                    nobodyCanGo(plays);
                break;
            case 'c':
                if (!stepSoon([this] { return m_session.step(Role::Client); }))
                    nobodyCanGo(false);
                break;
            case 's':
                if (!stepSoon([this] { return m_session.step(Role::Server); }))
                    nobodyCanGo(false);
                break;
            case 'p':
                plays = true;
                break;
            case 'q':
            case Keys::end:
                return;
            default:
                if (const auto action = wireAction(*key); action && heldPacket())
                    m_session.act(*heldPacket(), *action);
                break;
            }
            if (m_isOverdue)
                return;
        }
    }

    /// What a key does to the packet that is shown.
    [[nodiscard]] static std::optional<WireAction> wireAction(char key) noexcept
    {
        switch (key) {
        case 'd':
            return WireAction::Deliver;
        case 'x':
            return WireAction::Drop;
        case '2':
            return WireAction::Duplicate;
        case 'l':
            return WireAction::Delay;
        case '!':
            return WireAction::Corrupt;
        default:
            return std::nullopt;
        }
    }

    /// The one that has been in the hand for longest.
    [[nodiscard]] std::optional<PacketId> heldPacket()
    {
        const World &world = m_session.world();
        for (const PacketId id : world.onWire()) {
            if (world.packet(id)->isInHand)
                return id;
        }
        return std::nullopt;
    }

    [[nodiscard]] bool canGo() const
    {
        return std::ranges::any_of(m_session.standings(), [](const Session::Standing &standing) {
            return standing.nextLine != LineNumber::None;
        });
    }

    /// What the wire and the kernels are about may let a program go on in a moment.
    template <class Step>
    bool stepSoon(Step step)
    {
        if (step())
            return true;
        static_cast<void>(m_reader.waitBeyond(m_journal.size(), lookInterval));
        m_session.lookAround();
        return step();
    }

    void nobodyCanGo(bool plays)
    {
        // in play a run that nothing can move any more comes to its end by itself
        if (plays && !waitForNews())
            m_isOverdue = true;
    }

    /// One line below the log that says who stands where and which keys there are.
    void showKeys()
    {
        if (!m_output.isTerminal() || m_options.log.output)
            return;
        const std::optional<PacketId> held = heldPacket();
        const std::string text =
            held ? heldText(*m_session.world().packet(*held)) : standingsText();
        const std::string keys = m_context.catalogue.text(held ? "log.keys-held" : "log.keys");
        const std::size_t width = m_output.width() - 1;
        const std::size_t room = width - std::min(width, columns(keys) + 2);
        std::string shown = "\r\x1b[K" + clipped(printable(text), room) + "  ";
        shown += (wantsColour(m_output) ? "\x1b[2m" : "") + keys
                 + (wantsColour(m_output) ? "\x1b[0m" : "");
        if (shown != m_keysShown)
            m_output.write(shown);
        m_keysShown = shown;
    }

    [[nodiscard]] std::string standingsText()
    {
        std::string text;
        const Notes notes(m_context.catalogue, [](Who) { return nullptr; });
        for (const Session::Standing &standing : m_session.standings()) {
            text += notes.whoText(standing.who);
            const ProgramLine *line = standing.program->find(standing.nextLine);
            if (line != nullptr)
                text += " ▸ " + shortText(*standing.program, *line, m_options.server.family);
            else
                text += " " + m_context.catalogue.text("log.blocked");
            text += "   ";
        }
        return text;
    }

    /// Short enough to leave room for the keys: "✉ → SYN ×3". The client stands on the left.
    [[nodiscard]] static std::string heldText(const PacketView &packet)
    {
        const std::string kind = packet.protocol == Protocol::Tcp
                                     ? flagsText(packet.flags)
                                     : asciiUpper(nameOf(packet.protocol));
        const std::string ghosts = packet.ghosts > 0 ? fmt::format(" ×{}", packet.ghosts + 1) : "";
        const std::string_view way = packet.heading == Heading::ToClient ? "←" : "→";
        return fmt::format("✉ {} {}{}", way, kind, ghosts);
    }

    void hideKeys()
    {
        if (!m_keysShown.empty())
            m_output.write("\r\x1b[K");
        m_keysShown.clear();
    }

    int conclude()
    {
        int status = ExitStatus::good;
        const Notes notes(
            m_context.catalogue, [this](Who who) { return m_options.lesson.programOf(who); },
            m_options.server.family);
        const auto say = [&](Seq seq, Who who) {
            const Event event = m_journal.at(seq);
            static_cast<void>(m_session.world());
            const std::string sentence = notes.sentence(event, m_session.history().at(seq));
            m_context.complain(who.role == Role::TwoDoors
                                   ? sentence
                                   : fmt::format("{}: {}", notes.whoText(who), sentence));
            status = ExitStatus::fault;
        };
        for (const Session::Problem &problem : m_session.problems()) {
            if (problem.end.kind == ProgramEnd::Kind::JournalFull) {
                m_context.complain(Failure{"journal-full", {}});
                status = ExitStatus::fault;
            } else {
                say(problem.end.event, problem.who);
                sayFaults(say);
            }
        }
        if (m_packets) {
            if (const auto failure =
                    writePackets(*m_packets, m_journal, m_header, m_context.catalogue)) {
                m_context.complain(*failure);
                status = ExitStatus::fault;
            }
        }
        if (m_stillness != Seq::None)
            say(m_stillness, {Role::TwoDoors, 0});
        if (m_writeFailure) {
            m_context.complain(*m_writeFailure);
            status = ExitStatus::fault;
        }
        if (m_output.failure()) {
            if (!m_output.isAbandoned())
                m_context.complain(*m_output.failure());
            status = ExitStatus::fault;
        }
        return status;
    }

    /// What Two Doors found out about a program's trouble, such as who holds a port.
    template <class Say>
    void sayFaults(const Say &say)
    {
        for (std::size_t seq = 1; seq <= m_journal.size(); ++seq) {
            const Event event = m_journal.at(static_cast<Seq>(seq));
            if (event.kind == Kind::Fault && event.topic.starts_with("port-held"))
                say(event.seq, event.who);
        }
    }

    const CommandContext &m_context;
    const RunCommandOptions &m_options;
    Output &m_output;
    SteadyClock m_clock;
    Journal m_journal;
    JournalReader m_reader;
    Session m_session;
    SessionHeader m_header;
    std::unique_ptr<LogPrinter> m_printer;
    std::optional<SessionWriter> m_writer;
    std::optional<PcapngWriter> m_packets;
    std::optional<Failure> m_writeFailure;
    std::size_t m_shown = 0;
    Nanoseconds m_lastNews{0};
    Seq m_stillness = Seq::None;
    bool m_isOverdue = false;
    std::string m_keysShown;
};

} // namespace

int runCommand(const CommandContext &context, RunCommandOptions options)
{
    std::unique_ptr<Lab> lab;
    if (options.wire != WireKind::Loopback) {
        auto made = Lab::start({options.isPatient, {}});
        if (made) {
            lab = std::move(*made);
            options.server = labAddress(Role::Server, options.server.family, options.server.port);
        } else {
            const bool mustHave = options.wire == WireKind::Lab;
            const std::vector<std::pair<std::string, std::string>> values{
                {"why", context.catalogue.text(made.failure())}};
            context.complain(context.catalogue.text(
                mustHave ? "message.lab-refused" : "message.lab-not-had", values));
            if (mustHave)
                return ExitStatus::fault;
        }
    }
    if (!lab && options.part != Part::ClientOnly && !isAddressOfThisMachine(options.server)) {
        context.complain(Failure{"address-not-ours", {{"address", options.server.addressText()}}});
        return ExitStatus::fault;
    }
    auto output = options.log.output ? Output::file(*options.log.output, context.stops)
                                     : Output::standard(context.stops);
    if (!output) {
        context.complain(output.failure());
        return ExitStatus::fault;
    }
    return Run(context, options, lab.get(), *output).perform();
}

} // namespace twodoors

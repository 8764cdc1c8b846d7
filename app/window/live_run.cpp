// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/live_run.h"

#include <algorithm>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

/// How long a step that finds nobody waits for what is about to come to rest.
constexpr Nanoseconds moment = 20ms;

Result<Lesson> lessonOf(const RunChoice &choice)
{
    if (choice.lessonFile.empty())
        return builtInLesson(choice.lesson);
    auto lesson = readLessonFile(choice.lessonFile);
    if (lesson)
        return lesson;
    Failure failure = lesson.failure();
    failure.values.emplace_back("file", choice.lessonFile);
    return failure;
}

Endpoint serverOf(const RunChoice &choice, bool inLab)
{
    return inLab ? labAddress(Role::Server, choice.server.family, choice.server.port)
                 : choice.server;
}

SessionOptions optionsOf(const RunChoice &choice, Lab *lab)
{
    SessionOptions options;
    options.part = choice.part;
    options.server = serverOf(choice, lab != nullptr);
    options.messages = choice.messages;
    options.lab = lab;
    options.holds = choice.holds;
    options.flightTime = choice.flightTime;
    return options;
}

} // namespace

Result<std::unique_ptr<LiveRun>> LiveRun::start(const RunChoice &choice)
{
    auto lesson = lessonOf(choice);
    if (!lesson)
        return lesson.failure();
    std::unique_ptr<Lab> lab;
    std::optional<Failure> labMissing;
    if (choice.part == Part::Both && choice.ground == RunChoice::Ground::LabWherePossible) {
        auto made = Lab::start();
        if (made)
            lab = std::move(*made);
        else
            labMissing = made.failure();
    }
    const Endpoint server = serverOf(choice, lab != nullptr);
    if (!lab && choice.part != Part::ClientOnly && !isAddressOfThisMachine(server))
        return Failure{"address-not-ours", {{"address", server.addressText()}}};
    auto recording = std::make_shared<Recording>();
    recording->header = headerOfNow(lesson->id,
                                    lab                   ? "lab"
                                    : server.isLoopback() ? "loopback"
                                                          : "network",
                                    server, lesson->source);
    recording->lesson = *std::move(lesson);
    std::optional<SessionWriter> writer;
    if (!choice.sessionFile.empty()) {
        auto opened = SessionWriter::open(choice.sessionFile, recording->header);
        if (!opened)
            return opened.failure();
        writer.emplace(*std::move(opened));
    }
    return std::unique_ptr<LiveRun>(new LiveRun(std::move(lab), std::move(labMissing),
                                                std::move(recording), std::move(writer), choice));
}

LiveRun::LiveRun(std::unique_ptr<Lab> lab, std::optional<Failure> labMissing,
                 std::shared_ptr<Recording> recording, std::optional<SessionWriter> writer,
                 const RunChoice &choice)
    : m_lab(std::move(lab)), m_labMissing(std::move(labMissing)), m_recording(std::move(recording)),
      m_writer(std::move(writer)), m_reader(m_recording->journal),
      m_session(m_recording->journal, m_recording->clock, *m_recording->lesson,
                optionsOf(choice, m_lab.get()))
{
    for (const PlayedPart &part : partsOf(*m_recording->lesson, choice.part, choice.messages))
        m_cast.push_back(part.who);
}

LiveRun::~LiveRun()
{
    m_session.stop();
    static_cast<void>(keep()); // nobody is left to hear of it
}

bool LiveRun::has(Role role) const
{
    return std::ranges::any_of(m_cast, [role](Who who) { return who.role == role; });
}

bool LiveRun::mayStep(Role role)
{
    // as in Session::step(): only the first one that has not ended counts
    const World &world = m_session.world();
    const std::vector<Session::Standing> standings = m_session.standings();
    for (const Who who : m_cast) {
        if (who.role != role)
            continue;
        const auto place = std::ranges::find(standings, who, &Session::Standing::who);
        if (place != standings.end())
            return place->nextLine != LineNumber::None;
        if (world.program(who) == nullptr)
            return true;
    }
    return false;
}

bool LiveRun::stepAnySoon()
{
    if (m_session.stepAny())
        return true;
    static_cast<void>(m_reader.waitBeyond(m_recording->journal.size(), moment));
    m_session.lookAround();
    return m_session.stepAny();
}

void LiveRun::addRemark(std::string_view text)
{
    Event remark;
    remark.who = {Role::Person, 0};
    remark.evidence = Evidence::Person;
    remark.kind = Kind::Note;
    remark.bytes = text;
    m_recording->journal.append(remark);
}

std::optional<Failure> LiveRun::keep()
{
    if (!m_writer)
        return std::nullopt;
    auto failure = m_writer->catchUp(m_recording->journal);
    if (failure)
        m_writer.reset();
    return failure;
}

} // namespace twodoors

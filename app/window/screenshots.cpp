// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/screenshots.h"

#include "app/window/few_colours.h"
#include "app/window/run_driver.h"

#include <QDir>
#include <QImage>
#include <QSaveFile>
#include <QTemporaryDir>

namespace twodoors
{

namespace
{

constexpr auto zh = Tongue::Chinese;
constexpr auto dark = ThemeChoice::Dark;
constexpr QSize large(1920, 1080);

constexpr Screenshot all[]{
    {.name = "tcp-knock-1-light-en", .moment = Moment::Knock1},
    {.name = "tcp-knock-1-dark-zh", .moment = Moment::Knock1, .tongue = zh, .theme = dark},
    {.name = "tcp-knock-2-light-en", .moment = Moment::Knock2},
    {.name = "tcp-knock-2-light-en-1920x1080", .moment = Moment::Knock2, .size = large},
    {.name = "tcp-knock-2-dark-en", .moment = Moment::Knock2, .theme = dark},
    {.name = "tcp-knock-2-light-zh", .moment = Moment::Knock2, .tongue = zh},
    {.name = "tcp-knock-3-light-en", .moment = Moment::Knock3},
    {.name = "tcp-knock-3-dark-zh-1920x1080",
     .moment = Moment::Knock3,
     .tongue = zh,
     .theme = dark,
     .size = large},
    {.name = "tcp-knock-3-dropped-light-en", .moment = Moment::Knock3Dropped},
    {.name = "tcp-knock-3-dropped-dark-zh",
     .moment = Moment::Knock3Dropped,
     .tongue = zh,
     .theme = dark},
    {.name = "tcp-connection-door-light-en", .moment = Moment::DoorAccepted},
    {.name = "tcp-echo-done-light-en-1920x1080", .moment = Moment::EchoDone, .size = large},
    {.name = "tcp-echo-done-dark-zh", .moment = Moment::EchoDone, .tongue = zh, .theme = dark},
    {.name = "time-travel-light-en", .moment = Moment::HalfOpenInPast},
    {.name = "time-travel-dark-zh-1920x1080",
     .moment = Moment::HalfOpenInPast,
     .tongue = zh,
     .theme = dark,
     .size = large},
    {.name = "states-light-en-1920x1080",
     .moment = Moment::EchoDone,
     .size = large,
     .panel = Panel::States},
    {.name = "states-light-zh", .moment = Moment::EchoDone, .tongue = zh, .panel = Panel::States},
    {.name = "states-dark-en", .moment = Moment::Knock2, .theme = dark, .panel = Panel::States},
    {.name = "packet-light-en", .moment = Moment::Knock2, .panel = Panel::Packet},
    {.name = "packet-dark-zh-1920x1080",
     .moment = Moment::Knock2,
     .tongue = zh,
     .theme = dark,
     .size = large,
     .panel = Panel::Packet},
    {.name = "lesson-light-zh", .moment = Moment::Knock1, .tongue = zh, .panel = Panel::Lesson},
    {.name = "c-code-light-en", .moment = Moment::Knock3, .code = Language::C},
    {.name = "c-code-dark-zh-1920x1080",
     .moment = Moment::DoorAccepted,
     .tongue = zh,
     .theme = dark,
     .size = large,
     .code = Language::C},
    {.name = "guests-light-en", .moment = Moment::TwoGuests},
    {.name = "guests-dark-zh-1920x1080",
     .moment = Moment::TwoGuests,
     .tongue = zh,
     .theme = dark,
     .size = large},
    {.name = "udp-held-light-en", .moment = Moment::DatagramHeld},
    {.name = "udp-held-dark-zh", .moment = Moment::DatagramHeld, .tongue = zh, .theme = dark},
    {.name = "udp-dropped-light-zh-1920x1080",
     .moment = Moment::DatagramDropped,
     .tongue = zh,
     .size = large},
    {.name = "udp-mailboxes-dark-en",
     .moment = Moment::DatagramDropped,
     .theme = dark,
     .panel = Panel::States},
    {.name = "presentation-light-en-1920x1080",
     .moment = Moment::Knock2,
     .size = large,
     .isPresentation = true},
    {.name = "presentation-dark-zh-1920x1080",
     .moment = Moment::Knock2,
     .tongue = zh,
     .theme = dark,
     .size = large,
     .isPresentation = true},
};

constexpr Who server{Role::Server, 0};
constexpr Who client{Role::Client, 0};

std::string lessonOf(Moment moment)
{
    switch (moment) {
    case Moment::TwoGuests:
        return "next-guest";
    case Moment::DatagramHeld:
    case Moment::DatagramDropped:
        return "udp-echo";
    default:
        return "tcp-echo";
    }
}

bool holdsPackets(Moment moment)
{
    return moment != Moment::EchoDone && moment != Moment::HalfOpenInPast
           && moment != Moment::TwoGuests;
}

void knock(RunDriver &driver, Moment moment)
{
    driver.stepInto(server, CallName::Accept);
    driver.stepInto(client, CallName::Connect);
    driver.awaitHeld(Heading::ToServer, TcpFlag::Syn);
    if (moment == Moment::Knock1)
        return;
    driver.deliver();
    driver.awaitDoor(DoorStage::HalfOpen);
    driver.awaitHeld(Heading::ToClient, TcpFlag::Syn | TcpFlag::Ack);
    if (moment == Moment::Knock2)
        return;
    driver.deliver();
    driver.awaitDoor(DoorStage::Connected);
    driver.awaitHeld(Heading::ToServer, TcpFlag::Ack);
    if (moment == Moment::Knock3Dropped)
        driver.drop();
    if (moment != Moment::DoorAccepted)
        return;
    driver.deliver();
    driver.awaitDoor(DoorStage::Accepted);
}

void echo(RunDriver &driver)
{
    driver.stepInto(server, CallName::Accept);
    driver.stepInto(client, CallName::Recv);
    driver.stepInto(server, CallName::Accept);
    driver.stepToEnd(client);
}

void sendDatagram(RunDriver &driver, Moment moment)
{
    driver.stepInto(server, CallName::RecvFrom);
    driver.stepInto(client, CallName::RecvFrom);
    driver.awaitHeld(Heading::ToServer, 0);
    if (moment == Moment::DatagramDropped)
        driver.drop();
}

void lookAtHalfOpenDoor(Viewpoint &viewpoint)
{
    for (std::uint32_t seq = 1; seq <= number(viewpoint.latest()); ++seq) {
        if (viewpoint.event(static_cast<Seq>(seq)).stage == DoorStage::HalfOpen)
            return viewpoint.setCursor(static_cast<Seq>(seq));
    }
}

void play(RunDriver &driver, MainWindow &window, Moment moment)
{
    driver.awaitRun();
    switch (moment) {
    case Moment::Knock1:
    case Moment::Knock2:
    case Moment::Knock3:
    case Moment::Knock3Dropped:
    case Moment::DoorAccepted:
        knock(driver, moment);
        break;
    case Moment::EchoDone:
    case Moment::HalfOpenInPast:
        echo(driver);
        break;
    case Moment::TwoGuests:
        driver.stepUntilQueued();
        break;
    case Moment::DatagramHeld:
    case Moment::DatagramDropped:
        sendDatagram(driver, moment);
        break;
    }
    driver.settle();
    if (moment == Moment::HalfOpenInPast) {
        lookAtHalfOpenDoor(window.viewpoint());
        driver.settle();
    }
}

/// What no settings remember.
void arrange(MainWindow &window, const Screenshot &screenshot)
{
    for (CodePane *pane : window.findChildren<CodePane *>())
        pane->setLanguage(screenshot.code);
    if (screenshot.isPresentation)
        window.actions().of(Deed::Presentation).trigger();
}

/// What the window is to remember, as if a person had left it so.
Settings settingsFor(const Screenshot &screenshot)
{
    Settings settings;
    settings.tongue = screenshot.tongue;
    settings.theme = screenshot.theme;
    settings.tab = static_cast<int>(screenshot.panel);
    settings.run.lesson = lessonOf(screenshot.moment);
    settings.run.holds = holdsPackets(screenshot.moment);
    return settings;
}

std::optional<Failure> write(const QImage &picture, const QString &path)
{
    QSaveFile file(path);
    constexpr int smallest = 0; // of Qt's "quality": as much compression as there is
    if (file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG", smallest) && file.commit())
        return std::nullopt;
    return Failure{"export-not-written",
                   {{"file", path.toStdString()}, {"reason", file.errorString().toStdString()}}};
}

} // namespace

std::span<const Screenshot> screenshots()
{
    return all;
}

std::optional<Failure> takeScreenshot(const Screenshot &screenshot, const QString &folder)
{
    const QTemporaryDir remembered;
    WindowOptions options;
    options.settingsFile = remembered.filePath("settings.ini");
    options.runsFolder = remembered.filePath("runs").toStdString();
    settingsFor(screenshot).write(options.settingsFile);
    MainWindow window(options);
    window.furnish();
    window.resize(screenshot.size);
    window.show();
    try {
        RunDriver driver(window);
        arrange(window, screenshot);
        play(driver, window, screenshot.moment);
    } catch (const RunDriver::NotReached &missed) {
        return missed.why.value_or(
            Failure{"screenshot-not-reached", {{"picture", std::string(screenshot.name)}}});
    }
    const QImage picture = withFewColours(window.grab().toImage());
    const QString name =
        QString::fromUtf8(screenshot.name.data(), static_cast<qsizetype>(screenshot.name.size()));
    return write(picture, QDir(folder).filePath(name + ".png"));
}

} // namespace twodoors

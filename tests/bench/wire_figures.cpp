// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"
#include "session/lab_wire.h"
#include "sockets/address.h"

#include <array>
#include <atomic>
#include <fmt/format.h>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace twodoors::bench
{

namespace
{

constexpr double wantedPart = 0.8;

/// Reads one device and writes the other, nothing else.
class BareRelay
{
public:
    explicit BareRelay(const Lab &lab)
        : m_devices{lab.device(Role::Client), lab.device(Role::Server)},
          m_thread([this](const std::stop_token &stop) { run(stop); })
    {}

private:
    void run(const std::stop_token &stop)
    {
        std::array<char, 65536> packet{};
        while (!stop.stop_requested()) {
            bool foundSome = false;
            for (std::size_t i = 0; i < m_devices.size(); ++i) {
                for (int count = 0; count < 64; ++count) {
                    const ssize_t size = ::read(m_devices[i], packet.data(), packet.size());
                    if (size <= 0)
                        break;
                    foundSome = true;
                    static_cast<void>(
                        ::write(m_devices[1 - i], packet.data(), static_cast<std::size_t>(size)));
                }
            }
            if (foundSome)
                continue;
            std::array<pollfd, 2> ends{{{m_devices[0], POLLIN, 0}, {m_devices[1], POLLIN, 0}}};
            constexpr int milliseconds = 20;
            static_cast<void>(::poll(ends.data(), ends.size(), milliseconds));
        }
    }

    std::array<int, 2> m_devices;
    std::jthread m_thread;
};

/// The wire of a live session: recorded, with causes, the kernels sampled.
class RecordedRelay
{
public:
    explicit RecordedRelay(Lab &lab) : m_wire(m_journal, m_clock, lab, m_kernel, 1)
    {
        m_wire.askAfterEachDelivery(false);
        m_kernel.startSampling();
        m_wire.start();
    }

private:
    SteadyClock m_clock;
    Journal m_journal{m_clock};
    DoorRegistry m_doors;
    KernelWatch m_kernel{m_journal, m_clock, m_doors};
    LabWire m_wire;
};

struct Ends {
    Descriptor client;
    Descriptor server;
};

std::optional<Ends> connectedPair(Lab &lab)
{
    const Descriptor welcome(lab.makeSocket(Role::Server, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    Ends ends;
    ends.client.reset(lab.makeSocket(Role::Client, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const SocketAddress address(labAddress(Role::Server, Family::IPv4, 12000));
    if (!welcome.isOpen() || !ends.client.isOpen()
        || ::bind(welcome.get(), address.get(), address.length) != 0
        || ::listen(welcome.get(), 1) != 0
        || ::connect(ends.client.get(), address.get(), address.length) != 0)
        return std::nullopt;
    ends.server.reset(::accept(welcome.get(), nullptr, nullptr));
    if (!ends.server.isOpen())
        return std::nullopt;
    return ends;
}

/// Bytes a second from client to server, as the reader gets them.
template <class Wire>
std::optional<double> bytesRate(std::size_t bytes)
{
    auto lab = Lab::start();
    if (!lab)
        return std::nullopt;
    const auto wire = std::make_unique<Wire>(**lab);
    auto ends = connectedPair(**lab);
    if (!ends)
        return std::nullopt;
    std::jthread sender([client = std::move(ends->client), bytes] {
        const std::vector<char> block(std::size_t{64} << 10U, 'x');
        for (std::size_t sent = 0; sent < bytes;) {
            const ssize_t size = ::send(client.get(), block.data(),
                                        std::min(block.size(), bytes - sent), MSG_NOSIGNAL);
            if (size <= 0)
                return;
            sent += static_cast<std::size_t>(size);
        }
    });
    std::vector<char> block(std::size_t{256} << 10U);
    const auto begin = std::chrono::steady_clock::now();
    std::size_t received = 0;
    while (received < bytes) {
        const ssize_t size = ::recv(ends->server.get(), block.data(), block.size(), 0);
        if (size <= 0)
            return std::nullopt;
        received += static_cast<std::size_t>(size);
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    return static_cast<double>(received) / time.count();
}

} // namespace

void measureWire(Report &report, const Scale &scale)
{
    const std::string name = "wire, bytes a second";
    const std::string wanted = fmt::format(">= {:.2f}", wantedPart);
    std::vector<double> bare;
    std::vector<double> recorded;
    std::vector<double> ratios;
    for (int round = 0; round < scale.wireRounds; ++round) {
        const auto with = bytesRate<RecordedRelay>(scale.wireBytes);
        const auto without = bytesRate<BareRelay>(scale.wireBytes);
        if (!with || !without) {
            report.addNotMeasured(name, wanted);
            return;
        }
        recorded.push_back(*with);
        bare.push_back(*without);
        ratios.push_back(*with / *without);
    }
    constexpr double mebi = 1024.0 * 1024.0;
    const double ratio = median(ratios);
    report.figures.push_back({name, fmt::format("{:.0f} MiB/s", median(recorded) / mebi),
                              fmt::format("bare relay {:.0f} MiB/s", median(bare) / mebi),
                              fmt::format("{:.3f}", ratio), wanted, yesNo(ratio >= wantedPart)});
}

} // namespace twodoors::bench

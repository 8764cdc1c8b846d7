// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recording/open_recording.h"

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

namespace twodoors
{

/// Reads a session file or a capture on a thread of its own. It can be looked at while it is still
/// read.
class Opening final : public QObject
{
    Q_OBJECT

public:
    explicit Opening(QObject *parent = nullptr);
    /// Abandons what is under way.
    ~Opening() override;

    void open(const std::string &file);
    /// The reading stops within moments; failed() says so.
    void cancel() noexcept;
    /// Nobody wants it any more, nor to be told of it.
    void abandon();
    [[nodiscard]] bool isUnderWay() const noexcept { return m_work != nullptr; }
    /// How much of the file has been read, from 0 to 1.
    [[nodiscard]] double progress() const noexcept;
    /// How many have been read.
    [[nodiscard]] std::size_t events() const noexcept;
    /// Whether the file last opened has turned out to be a recording.
    [[nodiscard]] bool hasBegun() const noexcept { return m_hasBegun; }

signals:
    /// It is known what it is; its events come.
    void begun(const std::shared_ptr<const Recording> &recording);
    void news();
    /// All that can be read has been; `words` say what is to be known of the file.
    void finished(const std::vector<Failure> &words);
    /// It is no recording at all, or, where it has begun, was not read to its end.
    void failed(const Failure &failure);

private:
    struct Work;
    static void read(const std::shared_ptr<Work> &work);
    void look();

    std::shared_ptr<Work> m_work; ///< shared with the thread that does it
    bool m_hasBegun = false;
    QTimer m_looks;
};

} // namespace twodoors

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "recording/recording.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>
#include <string>

namespace twodoors
{

/// Reads a session file or a capture on a thread of its own. A session can be looked at while it is
/// still read. A reading that nobody wants any more goes on for nobody.
class Opening final : public QObject
{
    Q_OBJECT

public:
    explicit Opening(QObject *parent = nullptr);

    void open(const std::string &file);
    void abandon();
    [[nodiscard]] bool isUnderWay() const noexcept { return m_work != nullptr; }

signals:
    /// It is known what it is; its events come.
    void begun(const std::shared_ptr<const Recording> &recording);
    void news();
    /// All that can be read has been; `words` say what is to be known of the file.
    void finished(const std::vector<Failure> &words);
    /// It is no recording at all.
    void failed(const Failure &failure);

private:
    struct Work;
    static void read(const std::shared_ptr<Work> &work);
    static void readEvents(Work &work);
    static void readPackets(Work &work);
    void look();

    std::shared_ptr<Work> m_work; ///< shared with the thread that does it
    bool m_hasBegun = false;
    QTimer m_looks;
};

} // namespace twodoors

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/export_with_progress.h"

#include <QCoreApplication>
#include <QProgressDialog>

namespace twodoors
{

std::optional<Failure> exportWithProgress(QWidget *parent, const QString &path, Viewpoint &view,
                                          const TimelineIndex &index, const PictureOptions &options)
{
    const Appearance &appearance = view.appearance();
    QProgressDialog dialog(appearance.words("pictures.exporting"),
                           appearance.words("pictures.cancel"), 0, 0, parent);
    dialog.setWindowTitle(appearance.words("pictures.title"));
    dialog.setWindowModality(parent == nullptr ? Qt::ApplicationModal : Qt::WindowModal);
    dialog.setAutoReset(false);
    const bool wasFollowing = !view.isInPast();
    view.setCursor(view.cursor());
    const auto failure = exportPicture(path, view, index, options, [&dialog](int done, int total) {
        dialog.setMaximum(total);
        dialog.setValue(done);
        QCoreApplication::processEvents();
        return !dialog.wasCanceled();
    });
    if (wasFollowing)
        view.returnToNow();
    return failure;
}

} // namespace twodoors

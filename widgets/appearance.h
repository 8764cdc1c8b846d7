// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notes/catalogue.h"
#include "widgets/theme.h"

#include <QObject>
#include <QString>
#include <memory>

namespace twodoors
{

/// How the window looks and speaks: its theme, its language, whether things may move. Each view
/// listens to changed() and paints or says itself anew.
class Appearance final : public QObject
{
    Q_OBJECT

public:
    explicit Appearance(Tongue tongue, const Theme &theme = Theme(), QObject *parent = nullptr);
    ~Appearance() override;

    [[nodiscard]] const Theme &theme() const noexcept { return m_theme; }
    [[nodiscard]] const Catalogue &catalogue() const noexcept { return *m_catalogue; }
    [[nodiscard]] Tongue tongue() const noexcept { return m_catalogue->tongue(); }
    /// Whether flights and growth are shown as steps.
    [[nodiscard]] bool hasReducedMotion() const noexcept { return m_reducedMotion; }

    /// The words of a key, {name} replaced by its value; as Catalogue::text().
    [[nodiscard]] QString words(std::string_view key, Catalogue::Values values = {}) const;
    [[nodiscard]] QString words(const Failure &failure) const;

    void setTheme(const Theme &theme);
    void setTongue(Tongue tongue);
    void setReducedMotion(bool reduced);

signals:
    void changed();

private:
    Theme m_theme;
    std::unique_ptr<const Catalogue> m_catalogue;
    bool m_reducedMotion = false;
};

} // namespace twodoors

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/appearance.h"

namespace twodoors
{

Appearance::Appearance(Tongue tongue, const Theme &theme, QObject *parent)
    : QObject(parent), m_theme(theme), m_catalogue(std::make_unique<Catalogue>(tongue))
{}

Appearance::~Appearance() = default;

QString Appearance::words(std::string_view key, Catalogue::Values values) const
{
    return QString::fromStdString(m_catalogue->text(key, values));
}

QString Appearance::words(const Failure &failure) const
{
    return QString::fromStdString(m_catalogue->text(failure));
}

void Appearance::setTheme(const Theme &theme)
{
    if (theme == m_theme)
        return;
    m_theme = theme;
    emit changed();
}

void Appearance::setTongue(Tongue tongue)
{
    if (tongue == this->tongue())
        return;
    m_catalogue = std::make_unique<Catalogue>(tongue);
    emit changed();
}

void Appearance::setReducedMotion(bool reduced)
{
    if (reduced == m_reducedMotion)
        return;
    m_reducedMotion = reduced;
    emit changed();
}

} // namespace twodoors

# SPDX-License-Identifier: GPL-3.0-or-later
# Says what screen readers are told (AT-SPI): a line for each description that changes, as "name:
# description".
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi


def hear(event):
    source = event.source
    print(f"{source.get_name()}: {source.get_description()}", flush=True)


listener = Atspi.EventListener.new(hear)
listener.register("object:property-change:accessible-description")
print("listening", flush=True)
Atspi.event_main()

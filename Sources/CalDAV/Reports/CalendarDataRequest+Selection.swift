package import ICalendar

extension CalendarDataRequest {
    /// Whether the stored data is wanted as it is, so that it need not be parsed.
    package var wantsWholeObject: Bool {
        selection == nil && recurrence == nil && freeBusyLimit == nil
    }

    /// Returns the object with the components and properties that are asked for.
    ///
    /// `recurrence` and `freeBusyLimit` are not applied (see `applied(to:floating:budget:)`). A selection of another component than VCALENDAR selects nothing
    /// within it.
    package func selected(from object: ICalendarObject) -> ICalendarObject {
        guard let selection else { return object }
        var selected = object
        if object.calendar.isNamed(selection.name) {
            selected.calendar = selection.applied(to: object.calendar)
        } else {
            selected.calendar.contents = []
        }
        return selected
    }
}

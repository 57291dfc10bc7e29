package import ICalendar

/// One instance of a calendar object resource (RFC 5545 §3.8.4.4).
package struct Instance: Sendable {
    /// The time that names the instance: where the rules put it, before an override moved it.
    package let recurrenceID: CalendarTime
    /// The override, or else the component whose times are to be shifted: the master, or a THISANDFUTURE override.
    package let source: InstanceSource
    /// Whether the component is an override of this instance alone, so that its times are the instance's.
    package let isOverride: Bool
    /// The start: DTSTART of this instance, or DUE of a VTODO that has no DTSTART.
    package let start: CalendarTime
    /// The end, or nil when the component states none.
    package let end: CalendarTime?
    /// The instant of the start.
    package let utcStart: UTCTime
    /// The instant of the end; that of the start when no end is stated, or a day later for a DATE (RFC 5545 §3.6.1).
    package let utcEnd: UTCTime

    /// The component of the source.
    package var component: Component { source.component }

    /// Tells whether the instance meets a range: they have time in common, or an instance without length begins in it.
    package func overlaps(_ range: Range<UTCTime>) -> Bool {
        guard utcStart < utcEnd else { return range.contains(utcStart) }
        return utcStart < range.upperBound && utcEnd > range.lowerBound
    }
}

/// How calendars are written.
package struct ExportOptions: Hashable, Sendable {
    /// Whether each calendar object resource gets a file of its own; otherwise each calendar is one file.
    package var isPerObject = false

    /// Whether attachments stand in the calendar data; otherwise they are files beside it.
    package var isInline = false

    /// The calendars by their names; nil for all.
    package var calendars: [String]?

    /// Makes the options of one file for each calendar, with attachments beside them.
    package init() {}
}

/// What an export wrote.
package struct ExportReport: Hashable, Sendable {
    /// The calendars.
    package internal(set) var calendars = 0

    /// The calendar object resources.
    package internal(set) var objects = 0

    /// The attachments, each once.
    package internal(set) var attachments = 0

    /// The octets of the attachments.
    package internal(set) var attachmentBytes: UInt64 = 0

    /// What could not be exported, one sentence each.
    package internal(set) var findings: [String] = []

    /// Makes the report of an export that begins.
    init() {}
}

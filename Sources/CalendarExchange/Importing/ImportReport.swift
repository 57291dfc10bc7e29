/// What an import stored.
package struct ImportReport: Hashable, Sendable {
    /// The calendars that were made.
    package internal(set) var calendars = 0

    /// The calendar object resources that are new.
    package internal(set) var objects = 0

    /// The calendar object resources that took the place of others with their UIDs.
    package internal(set) var replaced = 0

    /// The calendar object resources that the calendar has as they are, so that nothing was to be replaced.
    package internal(set) var unchanged = 0

    /// The calendar object resources whose UID the calendar has already, so that they were left alone.
    package internal(set) var present = 0

    /// The attachments that were stored.
    package internal(set) var attachments = 0

    /// What could not be imported, one sentence each.
    package internal(set) var findings: [String] = []

    /// Makes the report of an import that begins.
    init() {}

    /// The calendar object resources that were looked at, but for those that are findings.
    var seen: Int { objects + replaced + unchanged + present }
}

import AttachmentStore
import CalendarStore
import SQLDatabase

/// How many objects of a calendar are written in one transaction, so that no other write waits for long.
///
/// What takes more of them is done in steps, between which other writes have their turn. A step of one object is no longer
/// than the PUT that stored it.
struct CalendarStep {
    /// The greatest number of objects of a step; also of names in the history of a calendar.
    static let objects = 100

    /// The octets of calendar data and dead properties after which a step ends.
    private static let bytes = 4 << 20

    /// The links of attachments after which a step ends.
    private static let links = 400

    /// The spans in the index of occurrences after which a step ends.
    static let spans = 4_000

    private let calendars: CalendarStore
    private let attachments: AttachmentStore

    /// Makes the measure of a step.
    init(_ dependencies: FrontDependencies) {
        calendars = dependencies.calendars
        attachments = dependencies.attachments
    }

    /// Returns the first of some objects, at least one: as many as one step has room for.
    ///
    /// - Throws: `SQLError`.
    func affordable(
        _ objects: [CalendarObjectSummary],
        in txn: any SQLTransaction
    ) throws -> ArraySlice<CalendarObjectSummary> {
        let links = try attachments.linkCounts(of: objects.map { LinkedObjectID($0.id.text) }, in: txn)
        let spans = try calendars.spanCounts(of: objects.map(\.id), in: txn)
        var (bytes, linked, spanned) = (0, 0, 0)
        return objects.prefix { object in
            guard bytes <= Self.bytes, linked <= Self.links, spanned <= Self.spans else { return false }
            bytes += object.size + object.propertyBytes
            linked += links[LinkedObjectID(object.id.text)] ?? 0
            spanned += spans[object.id] ?? 0
            return true
        }
    }
}

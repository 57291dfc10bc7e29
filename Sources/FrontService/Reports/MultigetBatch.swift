import CalendarStore
import WebDAV

/// The objects of a multiget that are read together: few, and not large together.
struct MultigetBatch: Sendable {
    /// The greatest number of objects.
    static let maximumCount = 25

    /// The greatest number of octets of all objects together, unless it is a single one.
    static let maximumOctets = 1 << 20

    /// The objects in the order of their names, nil where there is none; at least one.
    let objects: [ReportedObject?]

    /// Reads the objects of the first names.
    ///
    /// - Parameters:
    ///   - names: The names, at least one; nil stands for an object that does not exist.
    ///   - path: The path of the collection.
    ///   - selection: What is asked for of the objects.
    ///   - reader: Finds resources in the transaction.
    /// - Throws: `WebDAVError` 403 or 404 where the collection cannot be read or holds no objects; `SQLError`.
    init(
        of names: [String?],
        in path: ResourcePath,
        selection: PropertySelection,
        _ reader: ListingReader
    ) throws {
        let (calendars, txn) = (reader.dependencies.calendars, reader.txn)
        let collection = try reader.subject(path)
        guard let calendar = collection.calendar else { throw WebDAVError.notFound }
        // By octets: a String equals another one of the same characters, of which the calendar may have both.
        let summaries = try calendars.summaries(named: names.compactMap(\.self), in: calendar.id, in: txn)
        let byName = Dictionary(summaries.map { (Array($0.name.utf8), $0) }) { first, _ in first }
        let asked = names.map { name in name.flatMap { byName[Array($0.utf8)] } }
        let fitting = asked.prefix(Self.count(of: asked.map { $0?.size ?? 0 }))
        let found = try calendars.objects(fitting.compactMap(\.self), in: txn)
        let reported = try ReportedObject.objects(found, in: collection, selection: selection, reader)
        let byID = Dictionary(reported.map { ($0.summary.id, $0) }) { first, _ in first }
        objects = fitting.map { summary in summary.flatMap { byID[$0.id] } }
    }

    /// Returns how many objects of some sizes, in octets, are read together.
    static func count(of sizes: [Int]) -> Int {
        var octets = 0
        let end = sizes.firstIndex { size in
            octets += size
            return octets > maximumOctets
        }
        return min(max(1, end ?? sizes.count), sizes.count)
    }
}

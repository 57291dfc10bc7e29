import CalendarStore
import WebDAV

/// A calendar object resource that a report may tell of.
struct ReportedObject: Sendable {
    /// The resource as its properties are answered.
    let subject: PropertySubject

    /// What is known of the object without its data.
    let summary: CalendarObjectSummary

    /// The object with its data, where that was read.
    let object: CalendarObject?
}

extension ReportedObject {
    /// Makes the objects of one collection from what was read of them, in their order.
    ///
    /// - Parameters:
    ///   - objects: The objects.
    ///   - collection: The collection.
    ///   - selection: What is asked for of them.
    ///   - reader: Finds resources in the transaction in which the objects were read.
    /// - Returns: The objects.
    /// - Throws: `SQLError`.
    static func objects(
        _ objects: [CalendarObject],
        in collection: PropertySubject,
        selection: PropertySelection,
        _ reader: ListingReader
    ) throws -> [ReportedObject] {
        let subjects = try reader.subjects(of: objects.map(\.summary), in: collection, selection: selection)
        return zip(subjects, objects).map { subject, object in
            ReportedObject(subject: subject, summary: object.summary, object: object)
        }
    }

    /// Makes the objects of one collection whose data is not needed, in their order.
    ///
    /// - Parameters:
    ///   - summaries: The objects.
    ///   - collection: The collection.
    ///   - selection: What is asked for of them.
    ///   - reader: Finds resources in the transaction in which the objects were read.
    /// - Returns: The objects.
    /// - Throws: `SQLError`.
    static func objects(
        _ summaries: [CalendarObjectSummary],
        in collection: PropertySubject,
        selection: PropertySelection,
        _ reader: ListingReader
    ) throws -> [ReportedObject] {
        let subjects = try reader.subjects(of: summaries, in: collection, selection: selection)
        return zip(subjects, summaries).map { subject, summary in
            ReportedObject(subject: subject, summary: summary, object: nil)
        }
    }
}

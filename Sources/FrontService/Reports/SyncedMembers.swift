import CalendarStore
import HTTPTypes
import WebDAV

/// The members of one calendar that changed and are still there.
struct SyncedMembers: Sendable {
    /// The calendar.
    let collection: PropertySubject

    private let subjects: [[UInt8]: PropertySubject]

    /// Reads the members of some names.
    ///
    /// - Parameters:
    ///   - names: The names.
    ///   - collection: The calendar.
    ///   - selection: What is asked for of them.
    ///   - reader: Finds resources in the transaction in which the changes were read.
    /// - Throws: `SQLError`.
    init(
        _ names: [String],
        in collection: PropertySubject,
        selection: PropertySelection,
        _ reader: ListingReader
    ) throws {
        self.collection = collection
        guard let calendar = collection.calendar, !names.isEmpty else {
            subjects = [:]
            return
        }
        let summaries = try reader.dependencies.calendars.summaries(named: names, in: calendar.id, in: reader.txn)
        let found = try reader.subjects(of: summaries, in: collection, selection: selection)
        // By octets: a String equals another one of the same characters, of which the calendar may have both.
        let keys = summaries.map { Array($0.name.utf8) }
        subjects = Dictionary(zip(keys, found)) { first, _ in first }
    }

    /// Returns the response for a member that changed.
    ///
    /// RFC 6578 §3.2: of a member that was removed, the response MUST "contain one DAV:status with a value set to '404
    /// Not Found' and MUST NOT contain any DAV:propstat element"; of one that changed, it "MUST contain at least one
    /// DAV:propstat element and MUST NOT contain any DAV:status element".
    ///
    /// - Parameters:
    ///   - name: The name of the member.
    ///   - answer: Answers for what is there.
    /// - Returns: The response.
    func response(for name: String, _ answer: PropertyAnswer) -> MultistatusResponse {
        if let subject = subjects[Array(name.utf8)] { return answer.response(for: subject) }
        return MultistatusResponse(Href(written: collection.path.member(name).href), status: .notFound)
    }
}

extension ResourcePath {
    /// Returns the path of an object of this collection.
    fileprivate func member(_ name: String) -> ResourcePath {
        guard case .calendar(let owner, let calendar) = self else {
            preconditionFailure("Only a collection of a home has calendar object resources.")
        }
        return .object(owner, calendar: calendar, name: name)
    }
}

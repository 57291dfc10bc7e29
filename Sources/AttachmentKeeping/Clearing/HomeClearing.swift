import AttachmentStore
import BlobModel
package import CalendarStore
package import FoundationEssentials
package import SQLDatabase

/// Clears what is left of users who were removed, step by step, so that no other write waits for long.
///
/// To everybody else they are gone already. Every step is a transaction of its own; what is not cleared when the process
/// stops is cleared by the next one that looks. Several may clear one home: what one has done another finds no more.
package struct HomeClearing: Sendable {
    /// What the next step is about.
    private enum Part: Sendable {
        /// The calendars and their objects.
        case calendars
        /// What the home holds, behind an attachment.
        case holdings(after: AttachmentID?)
        /// The history of the home, and the home itself.
        case home
    }

    private let database: any SQLDatabase
    private let now: @Sendable () -> Date
    private let calendars = CalendarStore()
    private let attachments = AttachmentStore()

    /// Makes the clearing.
    ///
    /// - Parameters:
    ///   - database: The metadata database.
    ///   - now: Tells the present.
    package init(_ database: any SQLDatabase, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
    }

    /// Clears every home that is left of a user who was removed.
    ///
    /// - Returns: The homes; there is nothing of them any more.
    /// - Throws: `SQLError`.
    package func workOff() async throws -> [HomeID] {
        let homes = try await database.read { [calendars] txn in try calendars.removedHomes(in: txn) }
        for home in homes { try await clear(home) }
        return homes
    }

    private func clear(_ home: HomeID) async throws {
        var part: Part? = .calendars
        while let next = part { part = try await database.write { txn in try step(next, of: home, in: txn) } }
    }

    /// Clears some of a part of a home.
    ///
    /// - Returns: What the next step is about; nil where nothing is left.
    private func step(_ part: Part, of home: HomeID, in txn: any SQLTransaction) throws -> Part? {
        switch part {
        case .calendars:
            guard let calendar = try calendars.removedCalendar(of: home, in: txn) else { return .holdings(after: nil) }
            _ = try CalendarStep(calendars, attachments).clear(calendar, in: txn) { objects in
                try attachments.dropLinks(of: objects.map { LinkedObjectID($0.id.text) }, in: txn)
            }
            return .calendars
        case .holdings(let last):
            let next = try attachments.removeHoldings(
                of: try DedupDomain(validating: home.text),
                after: last,
                limit: CalendarStep.objects,
                terms: RemovalTerms(now: now(), grace: .zero),
                in: txn
            )
            guard let next else { return .home }
            return .holdings(after: next)
        case .home:
            return try calendars.clearHome(home, limit: CalendarStep.objects, in: txn) ? nil : .home
        }
    }
}

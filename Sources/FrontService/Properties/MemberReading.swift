import CalendarStore
import SQLDatabase
import WebDAV

/// Gives the members of a listing, those of a large collection while the first of them are answered.
///
/// All objects of a collection are read in one transaction, so that one that is moved within it is found once. The reading
/// waits for nobody: a client that takes its answer slowly does not keep the transaction open, but what was read in memory.
struct MemberReading: Sendable {
    /// The number of objects that are handed on together; a collection of more of them is a large one.
    static let objectsPerPage = ResourcePages.maximumCount

    private let listing: ResourceListing
    private let principal: Principal
    private let dependencies: FrontDependencies

    /// Makes the reading for one answer.
    ///
    /// - Parameters:
    ///   - listing: The resource with the members that were read of it.
    ///   - principal: Who asks.
    ///   - dependencies: What the front works with.
    init(of listing: ResourceListing, for principal: Principal, _ dependencies: FrontDependencies) {
        self.listing = listing
        self.principal = principal
        self.dependencies = dependencies
    }

    /// Hands the members to `body`, in one listing where they were read before, else page by page in order.
    ///
    /// Of a large collection access is checked anew, since it is another transaction that reads its objects. They are as
    /// new as the collection in the listing, or newer.
    ///
    /// - Throws: `WebDAVError` 403 or 404 where the collection can no longer be read; `SQLError`; what `body` throws, which
    ///   ends the reading; `CancellationError`.
    @concurrent
    func forEachPage(_ body: @concurrent (ResourceListing) async throws -> Void) async throws {
        guard case .unread = listing.members else { return try await body(listing) }
        let (pages, continuation) = AsyncThrowingStream<[CalendarObjectSummary], any Error>.makeStream()
        async let reading: Void = read(to: continuation)
        for try await page in pages { try await body(listing.with(page)) }
        await reading
        // To a task that is cancelled the pages end as if they were complete.
        try Task.checkCancellation()
    }

    private func read(to pages: AsyncThrowingStream<[CalendarObjectSummary], any Error>.Continuation) async {
        let (root, principal, dependencies) = (listing.root, principal, dependencies)
        do {
            try await dependencies.database.read { txn in
                let reader = ListingReader(dependencies: dependencies, principal: principal, in: txn)
                // Another calendar may have come to the same place, whose members would not go with the token that is told.
                guard let calendar = try reader.subject(root.path).calendar, calendar.id == root.calendar?.id else {
                    throw WebDAVError.notFound
                }
                try reader.forEachPage(of: calendar.id) { page in
                    guard !Task.isCancelled, case .enqueued = pages.yield(page) else { throw CancellationError() }
                }
            }
            pages.finish()
        } catch {
            pages.finish(throwing: error)
        }
    }
}

extension ListingReader {
    /// Hands the objects of a calendar to `body` in the order of their names, some hundreds at a time.
    fileprivate func forEachPage(
        of calendar: CalendarID,
        _ body: ([CalendarObjectSummary]) throws -> Void
    ) throws {
        var page: [CalendarObjectSummary] = []
        try dependencies.calendars.forEachSummary(in: calendar, in: txn) { summary in
            page.append(summary)
            guard page.count == MemberReading.objectsPerPage else { return }
            try body(page)
            page.removeAll(keepingCapacity: true)
        }
        if !page.isEmpty { try body(page) }
    }
}

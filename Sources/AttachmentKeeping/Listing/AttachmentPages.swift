package import AttachmentStore
package import SQLDatabase

/// The holdings that match a filter, in pages that are read when they are asked for.
///
/// Each page is read in a transaction of its own, so that a long listing keeps no state of the database alive, and any
/// number of attachments takes the memory of one page. What is added or removed meanwhile may be there or not.
package struct AttachmentPages: AsyncSequence, Sendable {
    /// The most attachments of a page.
    package static let size = 500

    private let filter: HoldingFilter
    private let size: Int
    private let database: any SQLDatabase

    /// Creates the listing of a database.
    ///
    /// - Parameters:
    ///   - filter: Which holdings.
    ///   - size: The most attachments of a page; at least 1.
    ///   - database: The database.
    package init(_ filter: HoldingFilter, size: Int = Self.size, in database: any SQLDatabase) {
        self.filter = filter
        self.size = size
        self.database = database
    }

    /// Returns a reader that begins with the first page.
    package func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

    /// Reads one page after the other.
    package struct Iterator: AsyncIteratorProtocol {
        private let pages: AttachmentPages
        private var last: AttachmentHolding.Key?
        private var isAtEnd = false

        /// Creates a reader that has read nothing.
        fileprivate init(pages: AttachmentPages) {
            self.pages = pages
        }

        /// Returns the next page, which is not empty, or nil at the end.
        ///
        /// - Throws: `SQLError`.
        package mutating func next() async throws -> [ListedAttachment]? {
            guard !isAtEnd else { return nil }
            let page = try await pages.database.read { [pages, last] txn in
                try AttachmentListing().page(pages.filter, after: last, limit: pages.size, in: txn)
            }
            last = page.last?.held.holding.key
            isAtEnd = page.count < pages.size
            return page.isEmpty ? nil : page
        }
    }
}

/// The members of a listing in pages, each made when its turn comes.
struct ResourcePages: Sequence, IteratorProtocol {
    /// The greatest number of members of a page.
    static let maximumCount = 500

    /// The octets of dead properties after which a page ends.
    static let maximumBytes = 1 << 20

    private let listing: ResourceListing
    private var position = 0

    /// Begins with the first member.
    init(_ listing: ResourceListing) {
        self.listing = listing
    }

    /// Returns the next members, without the properties that clients keep on them; nil after the last ones.
    mutating func next() -> [PropertySubject]? {
        var page: [PropertySubject] = []
        var bytes = 0
        while position < listing.memberCount, page.count < Self.maximumCount, bytes < Self.maximumBytes {
            let member = listing.member(at: position)
            bytes += member.greatestPropertyBytes
            page.append(member)
            position += 1
        }
        return page.isEmpty ? nil : page
    }
}

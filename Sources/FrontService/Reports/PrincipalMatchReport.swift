import CalendarStore
import Hummingbird
import WebDAV

/// Answers one principal-match report (RFC 3744 §9.3).
///
/// The objects of calendars are read a few hundred at a time while the answer is written.
struct PrincipalMatchReport: Sendable {
    private let match: PrincipalMatchRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ match: PrincipalMatchRequest, _ exchange: ReportExchange) {
        self.match = match
        self.exchange = exchange
    }

    /// Answers 207 with a response for each member, at any depth, that has to do with the current user.
    ///
    /// - Throws: `WebDAVError` 403 or 404; `SQLError`.
    func response() async throws -> Response {
        let (path, selection) = (exchange.request.resource, match.selection)
        let test = PrincipalTest(match.criterion, exchange.context())
        let read = test.reading(selection)
        let (root, members) = try await exchange.read { reader in
            (try reader.list(path, includesMembers: false, selection: selection), try reader.members(below: path))
        }
        let answer = exchange.answer(selection, quota: root.quota)
        let candidates = test.needsDeadProperties ? members : members.filter(test.passes)
        let pages = ResourceListing(root: root.root, members: .subjects(candidates), quota: nil).pages
        let completion = MemberCompletion(read, for: exchange.request.principal, exchange.dependencies)
        let reading = CandidateReading(
            query: CandidateQuery(),
            name: nil,
            includesData: false,
            selection: read,
            exchange: exchange
        )
        return exchange.multistatus { stream, writer in
            for page in pages {
                for member in try await completion.completed(page) where test.passes(member) {
                    try await stream.write(answer.response(for: member), to: &writer)
                }
            }
            guard test.concernsCalendars else { return }
            for calendar in members + [root.root] where calendar.calendar != nil {
                var place: CandidateCursor?
                repeat {
                    let page = try await reading.page(of: calendar.path, after: place)
                    for object in page.objects where test.passes(object.subject) {
                        try await stream.write(answer.response(for: object.subject), to: &writer)
                    }
                    place = page.next
                } while place != nil
            }
        }
    }
}

extension ListingReader {
    /// Returns the members of a collection at any depth that the principal of the request may know of, but no objects.
    ///
    /// They come without the properties that clients keep on them.
    fileprivate func members(below path: ResourcePath) throws -> [PropertySubject] {
        switch path {
        case .calendar, .object, .principal, .wellKnownCalDAV, .attachment, .page: return []
        case .root, .principals, .users, .homes, .home:
            let listing = try list(path, includesMembers: true, selection: .properties([]))
            let members = (0..<listing.memberCount).map(listing.member(at:))
            return try members.flatMap { member in
                try [member] + self.members(below: member.path)
            }
        }
    }
}

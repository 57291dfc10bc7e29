import CalendarStore
import Hummingbird
import WebDAV

/// Answers one sync-collection report (RFC 6578 §3.2).
///
/// The changes are read a few hundred at a time while the answer is written, up to the state in which the collection
/// was at its beginning; what changes meanwhile is left to the next report, so that no resource is told twice.
struct SyncCollectionReport: Sendable {
    /// The greatest number of changes that are read at a time.
    private static let changesPerStep = 500

    private let sync: SyncCollectionRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ sync: SyncCollectionRequest, _ exchange: ReportExchange) {
        self.sync = sync
        self.exchange = exchange
    }

    /// Answers 207 with the changes and the new token.
    ///
    /// - Throws: `WebDAVError` with DAV:valid-sync-token, 403, or 404; `SQLError`.
    func response() async throws -> Response {
        switch exchange.request.resource {
        case .home(let owner):
            let level: SyncLevel = sync.level == .infinite ? .infinite : .one
            return try await response(of: HomeHistory(owner: owner, level: level))
        // A calendar has no collections, so that both levels are the same.
        default: return try await response(of: CalendarHistory(path: exchange.request.resource))
        }
    }
}

extension SyncCollectionReport {
    /// How an answer begins.
    private struct Beginning<Token: Sendable>: Sendable {
        let properties: SyncedProperties
        let end: Token
        let first: SyncStep<Token>
    }

    private func response<History: SyncedHistory>(of history: History) async throws -> Response {
        let beginning = try await begin(history)
        let report = self
        return exchange.multistatus { stream, writer in
            var (step, room) = (beginning.first, report.sync.limit ?? Int.max)
            while true {
                for response in step.responses { try await stream.write(response, to: &writer) }
                room -= step.responses.count
                guard step.isTruncated, room > 0 else { break }
                step = try await report.next(history, after: step.token, beginning, room: room)
            }
            if step.isTruncated { try await stream.write(report.truncation, to: &writer) }
            stream.syncToken = SyncTokenURI.text(of: step.isTruncated ? step.token : beginning.end)
        }
    }

    /// Reads the state of the collection and the first changes, so that what is wrong with the request is told by its
    /// status.
    private func begin<History: SyncedHistory>(_ history: History) async throws -> Beginning<History.Token> {
        let start = try sync.syncToken.map { text in try token(text, of: history) }
        let (exchange, selection, limit) = (exchange, sync.selection, limit(room: sync.limit ?? Int.max))
        do {
            return try await exchange.read { reader in
                let path = exchange.request.resource
                let listing = try reader.list(path, includesMembers: false, selection: selection)
                guard let end = history.token(of: listing.root) else { throw WebDAVError.notFound }
                let answer = exchange.answer(selection, quota: listing.quota)
                let properties = SyncedProperties(selection: selection, answer: answer)
                let first = try history.step(SyncRange(start: start, end: end, limit: limit), properties, reader)
                return Beginning(properties: properties, end: end, first: first)
            }
        } catch CalendarStoreError.syncTokenInvalid {
            throw Self.invalidToken
        }
    }

    private func next<History: SyncedHistory>(
        _ history: History,
        after token: History.Token,
        _ beginning: Beginning<History.Token>,
        room: Int
    ) async throws -> SyncStep<History.Token> {
        let range = SyncRange(start: token, end: beginning.end, limit: limit(room: room))
        return try await exchange.read { reader in try history.step(range, beginning.properties, reader) }
    }

    private func limit(room: Int) -> Int {
        min(room, Self.changesPerStep)
    }

    private func token<History: SyncedHistory>(_ text: String, of history: History) throws -> History.Token {
        guard let token = SyncTokenURI.token(in: text).flatMap(history.token(parsing:)) else {
            throw Self.invalidToken
        }
        return token
    }

    /// The refusal of a token.
    ///
    /// RFC 6578 §3.2 (DAV:valid-sync-token): the token "MUST be a valid token previously returned by the server for the
    /// collection targeted by the request-URI".
    private static let invalidToken = WebDAVError(
        .validSyncToken,
        "The sync token is not one of this collection, or is too old. Begin again without a token."
    )

    /// RFC 6578 §3.6: a truncated answer has to "indicate a status of 507 (Insufficient Storage) for the request-URI",
    /// and DAV:number-of-matches-within-limits says why.
    private var truncation: MultistatusResponse {
        MultistatusResponse(
            Href(written: exchange.request.resource.href),
            status: .insufficientStorage,
            error: .numberOfMatchesWithinLimits,
            description: "There are more changes. Come back with the new token."
        )
    }
}

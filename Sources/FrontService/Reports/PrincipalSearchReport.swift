import CalendarStore
import Hummingbird
import WebDAV

/// Answers one principal-property-search report (RFC 3744 §9.4).
struct PrincipalSearchReport: Sendable {
    /// The greatest number of principals in one answer.
    static let maximumMatches = 100

    private let search: PrincipalPropertySearchRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ search: PrincipalPropertySearchRequest, _ exchange: ReportExchange) {
        self.search = search
        self.exchange = exchange
    }

    /// Answers 207 with the properties of the principals that are found.
    ///
    /// - Throws: `WebDAVError` 403, 404, or with DAV:number-of-matches-within-limits; `SQLError`.
    func response() async throws -> Response {
        let (path, report) = (exchange.request.resource, self)
        let principals = try await exchange.read { reader in
            _ = try reader.subject(path)
            return report.searchesPrincipals ? try reader.principals() : []
        }
        // Others wait for the transaction, and what a search takes is the client's choice.
        let found = try matches(principals)
        let answer = exchange.answer(search.selection)
        return exchange.multistatus(of: found.map { answer.response(for: $0) })
    }

    /// Whether principals are below what is searched.
    ///
    /// RFC 3744 §9.4: the members of the collection of the request are searched, or with
    /// DAV:apply-to-principal-collection-set those of the collections of `DAV:principal-collection-set`.
    private var searchesPrincipals: Bool {
        switch exchange.request.resource.kind {
        case .root, .principalCollection: true
        default: search.appliesToPrincipalCollections
        }
    }

    private func matches(_ principals: [PropertySubject]) throws -> [PropertySubject] {
        let context = exchange.context()
        var found: [PropertySubject] = []
        for principal in principals {
            try Task.checkCancellation()
            guard search.matches({ SearchableProperties.texts(of: $0, principal, context) }) else { continue }
            // RFC 3744 §9.4 (DAV:number-of-matches-within-limits): "The number of matching principals must fall within
            // server-specific, predefined limits."
            guard found.count < Self.maximumMatches else {
                throw WebDAVError(
                    .numberOfMatchesWithinLimits,
                    "More than \(Self.maximumMatches) principals are found. Search for more of the text."
                )
            }
            found.append(principal)
        }
        return found
    }
}

extension ListingReader {
    /// Returns all principals that may be read.
    fileprivate func principals() throws -> [PropertySubject] {
        try dependencies.calendars.principals(in: txn).compactMap { found in
            let privileges = try dependencies.accessControl.privileges(
                of: principal,
                on: .principal(found.uid),
                in: txn
            )
            guard privileges.contains(.read) else { return nil }
            return PropertySubject(
                path: .principal(found.uid),
                resource: .principal(found),
                owner: nil,
                privileges: privileges
            )
        }
    }
}

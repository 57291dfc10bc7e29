import CalendarStore
import Hummingbird
import WebDAV

/// Answers one acl-principal-prop-set report (RFC 3744 §9.2).
struct ACLPrincipalsReport: Sendable {
    private let request: ACLPrincipalPropSetRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ request: ACLPrincipalPropSetRequest, _ exchange: ReportExchange) {
        self.request = request
        self.exchange = exchange
    }

    /// Answers 207 with the properties of the principals that `DAV:acl` of the resource names.
    ///
    /// RFC 3744 §9.2: "for all principals in the DAV:acl property (of the Request-URI) that are identified by http(s)
    /// URLs or by a DAV:property principal": within a home that is its owner.
    ///
    /// - Throws: `WebDAVError` 403 without `DAV:read-acl`, or 404; `SQLError`.
    func response() async throws -> Response {
        let (path, selection) = (exchange.request.resource, request.selection)
        let principals = try await exchange.read { reader in
            let subject = try reader.subject(path)
            try AccessDenial.check(subject.privileges, contain: .readACL, on: path)
            return try [subject.owner].compactMap(\.self).map { owner in
                try reader.list(.principal(owner.uid), includesMembers: false, selection: selection).root
            }
        }
        let answer = exchange.answer(selection)
        return exchange.multistatus(of: principals.map { answer.response(for: $0) })
    }
}

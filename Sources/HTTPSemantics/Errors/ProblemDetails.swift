/// The body of an error outside WebDAV: problem details as JSON (RFC 9457 §3).
///
/// The member `type` is left out, which RFC 9457 §3.1.1 reads as `about:blank`; programs tell problems apart by `code`.
package struct ProblemDetails: Codable, Hashable, Sendable, Error {
    /// The media type of the serialised form.
    package static let mediaType = MediaType.problem

    /// The HTTP status code of the response.
    package var status: Int

    /// A stable word in lower case with hyphens, such as `stale-shard-map`; it never changes meaning.
    package var code: String

    /// A short sentence about the kind of problem, the same for each occurrence.
    package var title: String

    /// A sentence about this occurrence, if there is more to say.
    package var detail: String?

    /// Facts about this occurrence for programs, such as a limit.
    package var extra: [String: String]?

    /// Makes the details of one problem.
    package init(
        status: Int,
        code: String,
        title: String,
        detail: String? = nil,
        extra: [String: String]? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.extra = extra
    }
}

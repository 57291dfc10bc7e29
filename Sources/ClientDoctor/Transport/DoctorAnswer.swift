import FoundationEssentials
import NIOHTTP1
import WebDAV

/// What a service answered.
struct DoctorAnswer: Sendable {
    /// The status.
    let status: Int

    /// The fields.
    let fields: HTTPHeaders

    /// The body; empty where it was not asked for, or is that of a refusal and too long to be read.
    let body: [UInt8]

    /// Returns the value of a field, several of a name joined by commas (RFC 9110 §5.3).
    func field(_ name: String) -> String? {
        let values = fields[name]
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// Whether the answer is a redirect that says where to.
    var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) && field("Location") != nil }

    /// Whether the request was done.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The status, and what the service itself says about it, if it says anything: without a period.
    var summary: String {
        explanation.map { "\(status) (\"\($0.hasSuffix(".") ? String($0.dropLast()) : $0)\")" } ?? "\(status)"
    }

    /// The sentence for people in a `DAV:error` or in problem details (RFC 9457); nil where there is none.
    private var explanation: String? {
        let text = errorText ?? problemText
        return text.flatMap { $0.isEmpty || $0.count > 300 ? nil : $0 }
    }

    private var errorText: String? {
        guard let root = try? XMLDocument.parse(body), root.name == DAVElement.error else { return nil }
        return root.first(DAVElement.responsedescription)?.trimmedText
    }

    private var problemText: String? {
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(body))
        return problem.flatMap { $0.detail ?? $0.title }
    }

    private struct Problem: Decodable {
        let title: String?
        let detail: String?
    }
}

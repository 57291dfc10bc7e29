import BlobAPI
import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore

/// The answer that refuses an upload.
///
/// A calendar client makes it, which the front has sent here (RFC 8607 §3.11.4): so it is `DAV:error`, with a precondition
/// and a sentence, as the front's refusals are. A node knows XML for nothing else, and therefore no library for it.
struct UploadRefusal {
    /// What is wrong.
    let problem: APIProblem

    /// The answer, which is never cached.
    var response: Response {
        var headers = problem.fields
        headers[.contentType] = MediaType.xml.description
        return Response(
            status: HTTPResponse.Status(code: problem.code.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    }

    /// The body (RFC 4918 §14.5), with the sentence in `DAV:responsedescription`.
    var body: String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <D:error xmlns:D="DAV:">\(precondition)<D:responsedescription>\(Self.text(sentence))</D:responsedescription></D:error>
        """
    }

    /// What no specification has a name for is named by its code, in the namespace of the front's own preconditions.
    private var precondition: String {
        // RFC 4331 §6: DAV:sufficient-disk-space, "there must be sufficient physical space".
        guard problem.code != .insufficientSpace else { return "<D:sufficient-disk-space/>" }
        return #"<A:\#(problem.code.rawValue) xmlns:A="urn:attache:dav"/>"#
    }

    private var sentence: String { [problem.title, problem.detail].compactMap(\.self).joined(separator: " ") }

    /// Returns text as it stands in XML (XML 1.0 §2.2, §2.4).
    private static func text(_ text: String) -> String {
        let allowed = text.unicodeScalars.filter {
            ($0.value >= 0x20 || "\t\r\n".unicodeScalars.contains($0)) && $0.value & 0xFFFE != 0xFFFE
        }
        return String(String.UnicodeScalarView(allowed)).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}

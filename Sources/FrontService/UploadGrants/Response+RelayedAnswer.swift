import BlobAPI
import HTTPTypes
import Hummingbird

extension Response {
    /// Makes the answer to a node that passes an answer on to its client.
    ///
    /// - Throws: `EncodingError`, which a number and strings never bring.
    static func relaying(_ answer: Response) throws -> Response {
        let head = RelayedAnswer(status: answer.status, fields: answer.headers)
        return Response(
            status: .ok,
            headers: [.answer: try head.fieldValue(), .cacheControl: "no-store"],
            body: answer.body
        )
    }
}

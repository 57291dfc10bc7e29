import BlobAPI
import HTTPTypes
import Hummingbird

/// Lets nobody but the operator through: the front keeps attachments, and must not be able to purge a domain.
struct OperatorGate: Sendable {
    /// The digests of the operator's secret; nil when the node has none, and then nobody gets through.
    let operators: PeerDigests?

    /// Checks the secret of a call.
    ///
    /// - Throws: The problem `peer-forbidden`.
    func check(_ request: Request) throws(APIProblem) {
        guard let operators else {
            throw APIProblem(
                .peerForbidden,
                detail: "This node takes no orders: its setting internal.operator-digest names no digest."
            )
        }
        guard operators.peer(presenting: request.headers[.authorization]) != nil else {
            throw APIProblem(.peerForbidden, detail: "This route takes the operator's secret alone.")
        }
    }
}

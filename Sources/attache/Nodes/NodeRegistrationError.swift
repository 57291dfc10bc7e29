import BlobModel

/// Why a node cannot be registered.
enum NodeRegistrationError: Error, Hashable {
    /// Attachments are stored, and a new node would take over slots that they are in.
    case attachmentsStored(NodeID)
}

extension NodeRegistrationError: CustomStringConvertible {
    /// The reason as a sentence.
    var description: String {
        switch self {
        case .attachmentsStored(let node):
            "The node \(node) cannot be added: attachments are stored already, and a new node would take over slots "
                + "whose bytes are on other nodes. Nodes are added before the first attachment."
        }
    }
}

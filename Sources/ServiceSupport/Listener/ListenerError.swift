/// Why a listener cannot take connections; the description is the sentence for the operator.
package enum ListenerError: Error, Hashable, Sendable {
    /// Another program has the port.
    case addressInUse(listener: String, address: ListenAddress)
    /// The address belongs to no interface of this host.
    case addressNotAvailable(listener: String, address: ListenAddress)
    /// The process may not bind the port.
    case permissionDenied(listener: String, address: ListenAddress)
    /// The listener ended before it was bound.
    case stopped(listener: String)
}

extension ListenerError: CustomStringConvertible {
    /// A sentence that names the listener and its address, and what to do.
    package var description: String {
        switch self {
        case .addressInUse(let listener, let address):
            "The \(listener) listener cannot use \(address): another program has the port \(address.port). "
                + "Stop that program or choose another port."
        case .addressNotAvailable(let listener, let address):
            "The \(listener) listener cannot use \(address): the address belongs to no interface of this host."
        case .permissionDenied(let listener, let address):
            "The \(listener) listener cannot use \(address): binding the port \(address.port) is not permitted."
        case .stopped(let listener):
            "The \(listener) listener stopped before it was ready."
        }
    }
}

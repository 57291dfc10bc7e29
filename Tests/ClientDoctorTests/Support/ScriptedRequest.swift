import NIOHTTP1

/// A request as the scripted service has received it.
struct ScriptedRequest: Sendable {
    /// Which of the two listeners has received it.
    enum Place: Sendable {
        /// The one that plays the front.
        case front
        /// The one that plays the node.
        case node
    }

    /// Where it was received.
    let place: Place

    /// The method.
    let method: String

    /// The path with the query.
    let target: String

    /// The fields.
    let fields: HTTPHeaders

    /// The number of octets of the body, those that were announced where none was sent.
    let bodySize: Int

    /// Whether there are credentials.
    var isAuthorized: Bool { fields.contains(name: "Authorization") }

    /// Whether a part of the resource is asked for.
    var wantsPart: Bool { fields.contains(name: "Range") }

    /// Whether it waits for leave to send its body.
    var hasExpectation: Bool { fields.contains(name: "Expect") }

    /// Whether it is a request with a method and a path, whatever its query is.
    func matches(_ method: String, _ path: String) -> Bool {
        self.method == method && (target == path || target.hasPrefix(path + "?"))
    }
}

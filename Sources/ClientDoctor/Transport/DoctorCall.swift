import NIOHTTP1

/// A request that a client would send.
struct DoctorCall: Sendable {
    /// What follows the fields of a request.
    enum Body: Sendable {
        /// Nothing.
        case none
        /// These octets.
        case octets([UInt8])
        /// So many octets after a pause, in which an answer to the fields may come first.
        case patient(count: Int)
    }

    /// The method.
    let method: HTTPMethod

    /// The URL.
    let address: WebAddress

    /// The fields, without Authorization and Content-Length.
    var fields: HTTPHeaders = [:]

    /// The body.
    var body = Body.none

    /// Whether the credentials are sent.
    var isAuthorized = true

    /// Whether the body of the answer is read; otherwise that of a refusal alone, since it says why.
    var wantsBody = true

    /// Makes a request without fields and body.
    init(_ method: HTTPMethod, _ address: WebAddress) {
        self.method = method
        self.address = address
    }

    /// Returns the same request with a field more.
    func with(_ name: String, _ value: String) -> DoctorCall {
        var call = self
        call.fields.add(name: name, value: value)
        return call
    }

    /// Returns the same request with a body.
    func sending(_ octets: [UInt8], as type: String) -> DoctorCall {
        var call = with("Content-Type", type)
        call.body = .octets(octets)
        return call
    }

    /// The same request without credentials.
    var anonymous: DoctorCall {
        var call = self
        call.isAuthorized = false
        return call
    }

    /// The same request, of whose answer the body is not read unless it is a refusal.
    var headOnly: DoctorCall {
        var call = self
        call.wantsBody = false
        return call
    }
}

/// What the scripted service answers; `{front}` and `{node}` stand for the URLs of its listeners.
struct ScriptedAnswer: Sendable {
    /// The status.
    var status: Int

    /// The fields.
    var fields: [(name: String, value: String)]

    /// The body.
    var body: String

    /// How it is sent.
    var manner = Manner.atOnce

    /// How an answer is sent.
    enum Manner: Sendable {
        /// As a whole.
        case atOnce
        /// With so many octets behind the body.
        case padded(Int)
        /// Not at all: the request is taken, and nothing said.
        case never
        /// The fields at once, and then for 20 seconds an octet every 100 milliseconds.
        case trickling
    }

    /// Makes an answer.
    init(_ status: Int, _ fields: [(String, String)] = [], _ body: String = "") {
        self.status = status
        self.fields = fields.map { (name: $0.0, value: $0.1) }
        self.body = body
    }

    /// Returns the same answer, sent in another manner.
    func sent(_ manner: Manner) -> ScriptedAnswer {
        var answer = self
        answer.manner = manner
        return answer
    }

    /// Makes a redirect.
    static func redirect(_ status: Int, to location: String) -> ScriptedAnswer {
        ScriptedAnswer(status, [("Location", location)])
    }

    /// Makes a multistatus of resources and their properties.
    static func multistatus(_ responses: (href: String, properties: String)...) -> ScriptedAnswer {
        let elements = responses.map { response in
            "<D:response><D:href>\(response.href)</D:href><D:propstat><D:prop>\(response.properties)</D:prop>"
                + "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        }
        let names = #"xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav""#
        return ScriptedAnswer(
            207,
            [("Content-Type", "application/xml; charset=utf-8")],
            "<D:multistatus \(names)>\(elements.joined())</D:multistatus>"
        )
    }

    /// Makes a refusal in the words of the service.
    static func refusal(_ status: Int, _ sentence: String) -> ScriptedAnswer {
        ScriptedAnswer(
            status,
            [("Content-Type", "application/xml; charset=utf-8")],
            #"<D:error xmlns:D="DAV:"><D:responsedescription>\#(sentence)</D:responsedescription></D:error>"#
        )
    }

    /// Returns the answer with what stands for the URLs replaced by them.
    func at(front: String, node: String) -> ScriptedAnswer {
        let fill = { (text: String) in text.replacing("{front}", with: front).replacing("{node}", with: node) }
        return ScriptedAnswer(status, fields.map { ($0.name, fill($0.value)) }, fill(body)).sent(manner)
    }
}

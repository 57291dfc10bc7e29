import CLibXML2

/// The adapter of libxml2's SAX2 interface: the only place that sees its pointers.
///
/// One parser lives for one document and within one call. libxml2 gives every callback the parser as `userData`, which
/// `withExtendedLifetime` keeps alive for as long as the call runs.
@safe
final class XMLParser {
    private let builder: XMLTreeBuilder
    private let context: xmlParserCtxtPtr
    private var report: XMLError?

    // libxml2 asks that a multithreaded program initialises it once, before any other call.
    private static let initialised: Void = xmlInitParser()

    /// Parses one document that is not empty.
    ///
    /// - Throws: `XMLError` as `XMLDocument.parse` says.
    static func parse(_ octets: [UInt8], limits: XMLLimits) throws(XMLError) -> XMLElement {
        _ = initialised
        let parser = XMLParser(octets, limits: limits)
        return try parser.run()
    }

    private init(_ octets: [UInt8], limits: XMLLimits) {
        builder = XMLTreeBuilder(limits: limits)
        // The context copies the octets. Null means that memory ran out, as the octets are not empty.
        let created = unsafe octets.withUnsafeBytes { buffer in
            unsafe xmlCreateMemoryParserCtxt(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: buffer.count)
            )
        }
        guard let created = unsafe created else { preconditionFailure("There is no memory for an XML parser.") }
        unsafe context = created
    }

    deinit {
        unsafe xmlFreeParserCtxt(context)
    }

    private func run() throws(XMLError) -> XMLElement {
        // NONET: no network access. NOENT: the predefined entities come as characters; there are no others without a
        // document type declaration. Not HUGE: libxml2's own limits stay on.
        unsafe xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
        unsafe context.pointee.sax.pointee = Self.handler
        unsafe context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        withExtendedLifetime(self) { _ = unsafe xmlParseDocument(context) }
        return try result()
    }

    private func result() throws(XMLError) -> XMLElement {
        if let error = builder.error { throw error }
        let isWellFormed = unsafe context.pointee.wellFormed == 1 && context.pointee.nsWellFormed == 1
        guard isWellFormed, let root = builder.root else {
            throw report ?? .notWellFormed(line: line, reason: "the document does not end")
        }
        return root
    }

    private var line: Int {
        guard let input = unsafe context.pointee.input else { return 0 }
        return Int(unsafe input.pointee.line)
    }

    /// Ends the parse at once: no callback comes after this one.
    private func stop() {
        unsafe xmlStopParser(context)
    }

    // MARK: Callbacks

    /// The callbacks of SAX2; those that are null are events without meaning here (comments, processing instructions) or
    /// cannot happen without a document type declaration.
    private static var handler: xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.startDocument = { userData in unsafe XMLParser.of(userData)?.checkEncoding() }
        unsafe handler.internalSubset = { userData, _, _, _ in unsafe XMLParser.of(userData)?.refuseDocumentType() }
        unsafe handler.startElementNs = { userData, local, _, uri, declared, namespaces, count, _, attributes in
            guard let local = unsafe local, let parser = unsafe XMLParser.of(userData) else { return }
            let names = unsafe UnsafeBufferPointer(start: namespaces, count: 2 * Int(declared))
            guard unsafe parser.admits(names, attributeCount: Int(count)) else { return parser.stop() }
            unsafe parser.startElement(local: local, uri: uri, attributeCount: Int(count), attributes: attributes)
        }
        unsafe handler.endElementNs = { userData, _, _, _ in unsafe XMLParser.of(userData)?.builder.endElement() }
        // One function for all three: libxml2 then skips its guess which white space can be ignored.
        let characters: charactersSAXFunc = { userData, text, length in
            guard let text = unsafe text else { return }
            unsafe XMLParser.of(userData)?.characters(UnsafeBufferPointer(start: text, count: Int(length)))
        }
        unsafe handler.characters = characters
        unsafe handler.ignorableWhitespace = characters
        unsafe handler.cdataBlock = characters
        unsafe handler.serror = { userData, error in
            guard let error = unsafe error else { return }
            unsafe XMLParser.of(userData)?.receive(error.pointee)
        }
        return unsafe handler
    }

    private static func of(_ userData: UnsafeMutableRawPointer?) -> XMLParser? {
        guard let userData = unsafe userData else { return nil }
        return unsafe Unmanaged<XMLParser>.fromOpaque(userData).takeUnretainedValue()
    }

    private func refuseDocumentType() {
        builder.fail(.documentTypeRefused(line: line))
        stop()
    }

    /// Refuses an encoding that is declared but is neither UTF-8 nor UTF-16: libxml2 would switch to it in mid-document,
    /// and ``XMLPreflight`` looked at other characters then.
    private func checkEncoding() {
        let names = unsafe [Self.text(context.pointee.encoding), Self.text(context.pointee.input?.pointee.encoding)]
        let others = names.compactMap(\.self).filter { !Self.encodings.contains($0.lowercased()) }
        guard !others.isEmpty else { return }
        builder.fail(.notWellFormed(line: line, reason: "the encoding is neither UTF-8 nor UTF-16"))
        stop()
    }

    private static let encodings: Set = ["utf-8", "utf8", "utf-16", "utf16"]

    private static func text(_ octets: UnsafePointer<xmlChar>?) -> String? {
        guard let octets = unsafe octets else { return nil }
        return unsafe String(cString: octets)
    }

    /// Returns whether an element may start, with the prefixes and names of the namespaces that it declares.
    ///
    /// A name is refused where it is declared, so that no element ever inherits one that is too long.
    private func admits(_ namespaces: UnsafeBufferPointer<UnsafePointer<xmlChar>?>, attributeCount: Int) -> Bool {
        guard builder.admits(attributeCount: namespaces.count / 2 + attributeCount, line: line) else { return false }
        for index in stride(from: 1, to: namespaces.count, by: 2) {
            guard let name = unsafe namespaces[index] else { continue }
            guard builder.admits(namespaceOctets: Int(unsafe xmlStrlen(name)), line: line) else { return false }
        }
        return true
    }

    private func startElement(
        local: UnsafePointer<xmlChar>,
        uri: UnsafePointer<xmlChar>?,
        attributeCount: Int,
        attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        let list = (0..<attributeCount).compactMap { unsafe Self.attribute(at: $0, of: attributes) }
        guard builder.admits(languageIn: list, line: line) else { return stop() }
        unsafe builder.startElement(Self.name(local, uri), attributes: list)
    }

    /// Reads one attribute; SAX2 gives five pointers for each: local name, prefix, URI, and begin and end of the value.
    private static func attribute(
        at index: Int,
        of attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> XMLAttribute? {
        guard let fields = unsafe attributes.map({ unsafe $0 + 5 * index }),
            let local = unsafe fields[0], let begin = unsafe fields[3], let end = unsafe fields[4]
        else { return nil }
        let value = unsafe UnsafeBufferPointer(start: begin, count: end - begin)
        return unsafe XMLAttribute(name: name(local, fields[2]), value: String(decoding: value, as: UTF8.self))
    }

    private static func name(_ local: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?) -> XMLName {
        let namespace = if let uri = unsafe uri { unsafe String(cString: uri) } else { "" }
        return unsafe XMLName(namespace: namespace, local: String(cString: local))
    }

    private func characters(_ text: UnsafeBufferPointer<xmlChar>) {
        unsafe builder.characters(String(decoding: text, as: UTF8.self))
    }

    /// Keeps the first error of the parser; warnings (such as a relative namespace name) are let pass.
    private func receive(_ error: xmlError) {
        guard unsafe error.level != XML_ERR_WARNING, report == nil else { return }
        let message = if let text = unsafe error.message { unsafe String(cString: text) } else { "unknown error" }
        let sentence = message.split(separator: "\n").joined(separator: " ")
        report = unsafe .notWellFormed(line: Int(error.line), reason: String(sentence.prefix(200)))
    }
}

/// The request bodies of RFC 4918's examples.
enum RFC4918Examples {
    /// §9.1.3, a PROPFIND for named properties.
    static let retrievingNamedProperties = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:propfind xmlns:D="DAV:">
          <D:prop xmlns:R="http://ns.example.com/boxschema/">
            <R:bigbox/>
            <R:author/>
            <R:DingALing/>
            <R:Random/>
          </D:prop>
        </D:propfind>
        """

    /// §9.1.4, a PROPFIND for the names of all properties.
    static let retrievingPropertyNames = """
        <?xml version="1.0" encoding="utf-8" ?>
        <propfind xmlns="DAV:">
          <propname/>
        </propfind>
        """

    /// §9.1.5, a PROPFIND for the properties of RFC 4918 and dead ones.
    static let allprop = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:propfind xmlns:D="DAV:">
          <D:allprop/>
        </D:propfind>
        """

    /// §9.1.6, a PROPFIND that names further properties.
    static let include = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:propfind xmlns:D="DAV:">
          <D:allprop/>
          <D:include>
            <D:supported-live-property-set/>
            <D:supported-report-set/>
          </D:include>
        </D:propfind>
        """

    /// §9.2.2, a PROPPATCH that sets one property and removes another.
    static let proppatch = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:propertyupdate xmlns:D="DAV:"
                xmlns:Z="http://ns.example.com/standards/z39.50/">
          <D:set>
            <D:prop>
              <Z:Authors>
                <Z:Author>Jim Whitehead</Z:Author>
                <Z:Author>Roy Fielding</Z:Author>
              </Z:Authors>
            </D:prop>
          </D:set>
          <D:remove>
            <D:prop><Z:Copyright-Owner/></D:prop>
          </D:remove>
        </D:propertyupdate>
        """

    /// Appendix A.2, a PROPFIND with an unknown element beside what it knows.
    static let unknownElements = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:propfind xmlns:D="DAV:"
         xmlns:E="http://www.example.com/standards/props/">
          <D:propname/>
          <E:leave-out>*boss*</E:leave-out>
        </D:propfind>
        """

    /// Appendix A.1, an unknown element in place of what is needed.
    static let onlyUnknownElements = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:propfind xmlns:D="DAV:"
         xmlns:E="http://www.example.com/standards/props/">
          <E:expired-props/>
        </D:propfind>
        """

    /// All of them, as seeds for mutation.
    static let all = [
        retrievingNamedProperties, retrievingPropertyNames, allprop, include, proppatch, unknownElements,
        onlyUnknownElements,
    ]
}

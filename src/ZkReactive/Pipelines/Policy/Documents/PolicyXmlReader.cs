using System.Globalization;
using System.Xml;

namespace ZkReactive.Pipelines.Policy.Documents;

/// <summary>
/// Reads a policy from XML, forward only. Nothing outside the document is ever fetched: document types, and with them every
/// entity but XML's own five, are refused before they are looked at, and size, depth and lengths are bounded. Whatever is
/// wrong is told with its place, and reading goes on as long as it makes sense.
/// </summary>
internal sealed class PolicyXmlReader
{
    /// <summary>Deeper than any policy is.</summary>
    private const int MaxDepth = 16;

    private readonly PolicySource _source;
    private readonly PolicyLimits _limits;
    private readonly Findings _findings;
    private readonly List<PolicyRoute> _routes = [];
    private readonly List<PolicyRule> _rules = [];
    private readonly Dictionary<string, Attribute> _attributes = new(StringComparer.Ordinal);
    private PolicyOtherwise? _otherwise;
    private string _name;
    private bool _hasRoot;
    private bool _isAbandoned;

    private PolicyXmlReader(PolicySource source, PolicyLimits limits, Findings findings)
    {
        _source = source;
        _limits = limits;
        _findings = findings;
        _name = source.Name;
    }

    /// <summary>Reads one; null, with findings, when it cannot be made out at all.</summary>
    public static PolicyDocument? Read(PolicySource source, PolicyLimits limits, Findings findings) => new PolicyXmlReader(source, limits, findings).Read();

    private PolicyDocument? Read()
    {
        if (_source.Xml.Length > _limits.MaxDocumentBytes)
        {
            Error(0, 0, PolicyErrorIds.TooLarge, $"The document has more than {_limits.MaxDocumentBytes} bytes, the most that is allowed. Split it into several policies.");
            return null;
        }

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = _limits.MaxDocumentBytes,
            // 0 would mean no limit; the five entities of XML itself do not count.
            MaxCharactersFromEntities = 1,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            // Already making it looks at the first bytes, and throws for an encoding that it does not know.
            using var xml = XmlReader.Create(new MemoryStream(_source.Xml.ToArray(), writable: false), settings);
            return Read(xml);
        }
        catch (XmlException e)
        {
            Refuse(e);
            return null;
        }
    }

    private PolicyDocument? Read(XmlReader xml)
    {
        if (xml.MoveToContent() != XmlNodeType.Element) throw new XmlException("There is no root element.");
        _hasRoot = true;
        PolicyKind? kind = (xml.NamespaceURI, xml.LocalName) switch
        {
            (PolicySchema.Namespace, "acl") => PolicyKind.Acl,
            (PolicySchema.Namespace, "agl") => PolicyKind.Agl,
            _ => null,
        };
        var (line, column) = Place(xml);
        if (kind is null)
        {
            var found = xml.NamespaceURI.Length == 0 ? "without a namespace" : $"of the namespace '{Short(xml.NamespaceURI)}'";
            Error(line, column, PolicyErrorIds.RootUnknown, $"The root element is '{Short(xml.LocalName)}' {found}. It must be acl or agl with xmlns=\"{PolicySchema.Namespace}\".");
            return null;
        }

        if (_source.Kind is { } wanted && wanted != kind)
            Error(line, column, PolicyErrorIds.KindMismatch, $"An {Word(kind.Value)} stands where only {Word(wanted)} policies belong ({(wanted == PolicyKind.Acl ? "Acls" : "Agls")}).");
        ReadAttributes(xml, "name");
        TakeName(line, column);
        if (!xml.IsEmptyElement) ReadContent(xml, kind.Value);
        while (xml.Read())
        {
            // To the very end: what follows the root must be well-formed too.
        }

        if (_routes.Count + _rules.Count == 0 && _otherwise is null)
            _findings.Warn(_name, line, column, PolicyErrorIds.Empty, $"The {Word(kind.Value)} has nothing in it.");
        return new(kind.Value, _name, _routes, _rules, _otherwise, _source.Xml);
    }

    private void ReadContent(XmlReader xml, PolicyKind kind)
    {
        xml.Read();
        while (xml.NodeType != XmlNodeType.EndElement)
        {
            var (line, column) = Place(xml);
            if (xml.NodeType != XmlNodeType.Element)
            {
                Error(line, column, PolicyErrorIds.TextUnexpected, $"Only elements belong into an {Word(kind)}, not text.");
                xml.Read();
                continue;
            }

            var isKnown = xml.NamespaceURI == PolicySchema.Namespace
                && (xml.LocalName, kind) is ("route", PolicyKind.Acl) or ("rule", PolicyKind.Agl) or ("otherwise", _);
            if (!isKnown)
            {
                var allowed = kind == PolicyKind.Acl ? "route and otherwise" : "rule and otherwise";
                Error(line, column, PolicyErrorIds.ElementUnknown, $"The element '{Short(xml.Name)}' is not known here; an {Word(kind)} holds {allowed}.");
                Pass(xml);
                continue;
            }

            if (_otherwise is not null)
                Error(line, column, PolicyErrorIds.OtherwiseRepeated, $"'{xml.LocalName}' stands after otherwise, which must be the last element and the only one of its kind.");
            ReadElement(xml, line, column, kind);
            Pass(xml);
            if (_findings.IsFull) throw Abandon();
        }
    }

    private void ReadElement(XmlReader xml, int line, int column, PolicyKind kind)
    {
        switch (xml.LocalName)
        {
            case "route":
                ReadAttributes(xml, "from", "to", "next", "when");
                var (from, to, next) = (Number(xml, "from", line, column), Number(xml, "to", line, column), Result(xml, "next", line, column));
                var when = Condition("when");
                if (from > to) Error(line, column, PolicyErrorIds.RangeInvalid, $"The range begins at {from}, after its end {to}. Exchange from and to.");
                else if (from is { } first && to is { } last && next is not null) _routes.Add(new(first, last, next, when, line, column) { WhenPlace = PlaceOf("when") });
                break;
            case "rule":
                ReadAttributes(xml, "when", "then");
                var condition = Condition("when");
                if (!_attributes.ContainsKey("when")) Missing(xml, "when", line, column);
                if (Result(xml, "then", line, column) is { } then && condition is not null) _rules.Add(new(condition, then, line, column) { WhenPlace = PlaceOf("when") });
                break;
            default:
                var name = kind == PolicyKind.Acl ? "next" : "then";
                ReadAttributes(xml, name);
                if (Result(xml, name, line, column) is { } result) _otherwise ??= new(result, line, column);
                break;
        }
    }

    /// <summary>Takes an element's attributes in; what is not allowed is told.</summary>
    private void ReadAttributes(XmlReader xml, params ReadOnlySpan<string> allowed)
    {
        _attributes.Clear();
        var element = xml.LocalName;
        if (!xml.MoveToFirstAttribute()) return;
        do
        {
            var (line, column) = Place(xml);
            // Declarations of namespaces, and xml:lang or xsi:schemaLocation of somebody's editor, say nothing about the policy.
            if (xml.NamespaceURI.Length > 0) continue;
            if (!allowed.Contains(xml.LocalName))
                Error(line, column, PolicyErrorIds.AttributeUnknown, $"The attribute '{Short(xml.LocalName)}' is not known; {element} has {string.Join(", ", allowed.ToArray())}.");
            else if (xml.Value.Length > _limits.MaxAttributeLength)
                Error(line, column, PolicyErrorIds.TooLarge, $"The attribute '{xml.LocalName}' has {xml.Value.Length} characters; {_limits.MaxAttributeLength} are allowed.");
            else
                _attributes.Add(xml.LocalName, new(xml.Value, line, column));
        }
        while (xml.MoveToNextAttribute());
        xml.MoveToElement();
    }

    private void TakeName(int line, int column)
    {
        var isGiven = _attributes.TryGetValue("name", out var given);
        if (isGiven)
        {
            if (_name.Length == 0) _name = given.Value;
            else if (given.Value != _name) Error(given.Line, given.Column, PolicyErrorIds.NameMismatch, $"The policy calls itself '{Short(given.Value)}', but it stands in '{Short(_name)}'. Make the two the same.");
        }

        if (_name.Length == 0) Error(line, column, PolicyErrorIds.NameInvalid, "The policy has no name. Write name=\"…\" into its root element.");
        else if (!PolicyRules.IsName(_name)) Error(line, column, PolicyErrorIds.NameInvalid, $"'{Short(_name)}' is no name for a policy: a letter, then letters, digits, '.', '_' and '-', at most {PolicyRules.MaxName}.");
    }

    private long? Number(XmlReader xml, string name, int line, int column)
    {
        if (!_attributes.TryGetValue(name, out var attribute))
        {
            Missing(xml, name, line, column);
            return null;
        }

        if (long.TryParse(attribute.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Error(attribute.Line, attribute.Column, PolicyErrorIds.AttributeInvalid, $"{name}=\"{Short(attribute.Value)}\" is not a whole number of 64 bits.");
        return null;
    }

    private string? Result(XmlReader xml, string name, int line, int column)
    {
        if (!_attributes.TryGetValue(name, out var attribute))
        {
            Missing(xml, name, line, column);
            return null;
        }

        if (PolicyRules.IsResult(attribute.Value)) return attribute.Value;
        Error(attribute.Line, attribute.Column, PolicyErrorIds.AttributeInvalid, $"{name}=\"{Short(attribute.Value)}\" must be 1 to {PolicyRules.MaxName} printable characters without blanks around them.");
        return null;
    }

    private string? Condition(string name)
    {
        if (!_attributes.TryGetValue(name, out var attribute)) return null;
        if (!string.IsNullOrWhiteSpace(attribute.Value)) return attribute.Value;
        Error(attribute.Line, attribute.Column, PolicyErrorIds.WhenSyntax, "The condition is empty. Write one, or leave 'when' out.");
        return null;
    }

    private (int Line, int Column) PlaceOf(string name) => _attributes.TryGetValue(name, out var attribute) ? (attribute.Line, attribute.Column) : default;

    private void Missing(XmlReader xml, string name, int line, int column)
    {
        // One that was there but too long has been told of already.
        if (xml.GetAttribute(name) is null) Error(line, column, PolicyErrorIds.AttributeMissing, $"{xml.LocalName} lacks the attribute '{name}'.");
    }

    /// <summary>Goes past an element; nothing but an empty one is expected, and how deep it goes is bounded.</summary>
    private void Pass(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return;
        }

        var depth = xml.Depth;
        var isTold = false;
        while (xml.Read() && xml.Depth > depth)
        {
            var (line, column) = Place(xml);
            if (xml.Depth > MaxDepth)
            {
                Error(line, column, PolicyErrorIds.TooDeep, $"Elements are nested more than {MaxDepth} deep.");
                throw Abandon();
            }

            if (isTold || xml.NodeType == XmlNodeType.EndElement) continue;
            isTold = true;
            Error(line, column, PolicyErrorIds.ElementUnknown, "Nothing may stand within this element.");
        }

        xml.Read();
    }

    private void Refuse(XmlException e)
    {
        if (_isAbandoned) return;
        if (!_hasRoot && HasDocumentType()) Error(e.LineNumber, e.LinePosition, PolicyErrorIds.DtdRefused, "The document has a document type declaration (DOCTYPE). It is refused, because entities come with it. Remove it.");
        else Error(e.LineNumber, e.LinePosition, PolicyErrorIds.NotXml, $"The document is not well-formed XML: {Short(e.Message, 300)}");
    }

    /// <summary>The reader has no code for what it refuses: if one that passes declarations over gets to the root, it was a declaration.</summary>
    private bool HasDocumentType()
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = _limits.MaxDocumentBytes, MaxCharactersFromEntities = 1 };
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(_source.Xml.ToArray(), writable: false), settings);
            return xml.MoveToContent() == XmlNodeType.Element;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>What is wrong has been told; nothing more is read.</summary>
    private XmlException Abandon()
    {
        _isAbandoned = true;
        return new XmlException();
    }

    private void Error(int line, int column, string errorId, string message) => _findings.Error(_name.Length > 0 ? _name : _source.Origin, line, column, errorId, message);

    private static (int Line, int Column) Place(XmlReader xml) => xml is IXmlLineInfo at && at.HasLineInfo() ? (at.LineNumber, at.LinePosition) : (0, 0);

    private static string Word(PolicyKind kind) => kind == PolicyKind.Acl ? "acl" : "agl";

    /// <summary>What a stranger wrote, fit to be repeated: short and without control characters.</summary>
    private static string Short(string text, int length = 60)
    {
        var clean = string.Concat(text.Take(length).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > length ? clean + "…" : clean;
    }

    private readonly record struct Attribute(string Value, int Line, int Column);
}

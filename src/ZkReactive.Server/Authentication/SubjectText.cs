using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ZkReactive.Server.Authentication;

/// <summary>
/// A certificate's subject as the ACLs of ZooKeeper have it: <c>CN=app,O=Example</c>, last part first, no blanks between.
/// Source: RFC 2253, which Java's <c>X500Principal.getName</c> follows.
/// </summary>
internal static class SubjectText
{
    public static string Of(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: true);
        return string.Join(',', parts.Select(part => part.HasMultipleElements ? Hex(part.RawData.Span) : NameOf(part.GetSingleElementType().Value!) + "=" + Escape(part.GetSingleElementValue() ?? "")));
    }

    private static string NameOf(string oid) => oid switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        _ => oid,
    };

    private static string Hex(ReadOnlySpan<byte> bytes) => "#" + Convert.ToHexStringLower(bytes);

    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var isEdge = i == 0 || i == value.Length - 1;
            if (value[i] is ',' or '+' or '"' or '\\' or '<' or '>' or ';' || (value[i] == ' ' && isEdge) || (value[i] == '#' && i == 0)) text.Append('\\');
            text.Append(value[i]);
        }

        return text.ToString();
    }
}

using System.Text;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>Short ways to write policies in tests.</summary>
internal static class Policies
{
    public const string Namespace = "xmlns=\"urn:zkreactive:policy:1\"";

    /// <summary>The example of the documentation.</summary>
    public const string Acl1 = """
        <acl xmlns="urn:zkreactive:policy:1" name="Acl1">
          <route from="1" to="50000" next="BL1"/>
          <route from="50001" to="99999" next="BL2" when="platform = 'ios' and retries &lt; 3"/>
          <otherwise next="BL3"/>
        </acl>
        """;

    public const string Agl1 = """
        <agl xmlns="urn:zkreactive:policy:1" name="Agl1">
          <rule when="vip or id % 100 in (7, 8)" then="deliver-now"/>
          <otherwise then="queue"/>
        </agl>
        """;

    public static string Acl(string name, string content) => $"<acl {Namespace} name=\"{name}\">{content}</acl>";

    public static string Agl(string name, string content) => $"<agl {Namespace} name=\"{name}\">{content}</agl>";

    public static string Route(long from, long to, string next, string? when = null) =>
        $"<route from=\"{from}\" to=\"{to}\" next=\"{next}\"{(when is null ? "" : $" when=\"{Escape(when)}\"")}/>";

    public static string Rule(string when, string then) => $"<rule when=\"{Escape(when)}\" then=\"{then}\"/>";

    public static PolicySource Source(string xml) => PolicySource.FromText("", xml);

    public static PolicyCompilation Compile(params string[] xml) => PolicySet.Compile(xml.Select(Source));

    public static PolicySet Set(params string[] xml)
    {
        var compilation = Compile(xml);
        Assert.True(compilation.IsValid, string.Join("\n", compilation.Findings));
        return compilation.Set;
    }

    public static byte[] Bytes(string xml) => Encoding.UTF8.GetBytes(xml);

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace("\"", "&quot;");
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <content>Properties: the stat, to read, and the data, which alone can be set.</content>
public sealed partial class ZkDriveProvider
{
    /// <inheritdoc/>
    public void GetProperty(string path, Collection<string> providerSpecificPickList)
    {
        if (!Try(path, (at, token) => at.Client.GetAsync(at.Node, token).AsTask(), out var node)) return;
        var properties = NodeProperties.Of(node);
        var wanted = providerSpecificPickList is { Count: > 0 } ? providerSpecificPickList : ["*"];
        var result = new PSObject();
        foreach (var pattern in wanted)
        {
            var matcher = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
            var chosen = properties.Where(property => matcher.IsMatch(property.Name)).ToArray();
            if (chosen.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern)) Refuse(path, NodeProperties.Unknown(pattern));
            foreach (var (name, value) in chosen)
            {
                if (result.Properties[name] is null) result.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        if (result.Properties.Any()) WritePropertyObject(result, path);
    }

    /// <inheritdoc/>
    public object GetPropertyDynamicParameters(string path, Collection<string> providerSpecificPickList) => new ZkItemParameters();

    /// <inheritdoc/>
    public void SetProperty(string path, PSObject propertyValue)
    {
        ArgumentNullException.ThrowIfNull(propertyValue);
        var refused = propertyValue.Properties.FirstOrDefault(property => !NodeProperties.CanSet(property.Name));
        if (refused is not null)
        {
            Refuse(path, NodeProperties.ReadOnly(refused.Name));
            return;
        }

        var version = (DynamicParameters as ZkVersionParameters)?.Version;
        foreach (var property in propertyValue.Properties)
        {
            if (!MayWrite(Shown(path), $"Set property {property.Name}")) continue;
            if (Try(path, (at, token) => WriteAsync(at, NodeValue.ToBytes(property.Value), version ?? NodeVersion.Any.Value, token), out var node)) WritePropertyObject(new PSObject(node), node.ProviderPath);
        }
    }

    /// <inheritdoc/>
    public object SetPropertyDynamicParameters(string path, PSObject propertyValue) => new ZkVersionParameters();

    /// <inheritdoc/>
    public void ClearProperty(string path, Collection<string> propertyToClear)
    {
        ArgumentNullException.ThrowIfNull(propertyToClear);
        var data = new PSObject();
        foreach (var name in propertyToClear) data.Properties.Add(new PSNoteProperty(name, null));
        SetProperty(path, data);
    }

    /// <inheritdoc/>
    public object ClearPropertyDynamicParameters(string path, Collection<string> propertyToClear) => new ZkVersionParameters();
}

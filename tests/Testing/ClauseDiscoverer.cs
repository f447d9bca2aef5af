using Xunit.Abstractions;
using Xunit.Sdk;

namespace DsMip.Testing;

/// <summary>Makes each id of a <see cref="ClauseAttribute"/> a trait, so that runners can filter by it.</summary>
public sealed class ClauseDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        ((IEnumerable<object>)traitAttribute.GetConstructorArguments().Single()).Select(id => KeyValuePair.Create("Clause", (string)id));
}

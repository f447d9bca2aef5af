using Xunit.Sdk;

namespace DsMip.Testing;

/// <summary>
/// The requirements that a test, or every test of a class, checks: ids of docs/clauses. docs/rfc-map.md is made from them, and
/// <c>--filter Clause=6275-9.5.1-modulo</c> runs the tests of one.
/// </summary>
[TraitDiscoverer("DsMip.Testing.ClauseDiscoverer", "DsMip.Testing")]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ClauseAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    public IReadOnlyList<string> Ids => ids;
}

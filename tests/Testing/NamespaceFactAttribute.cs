using Xunit;

namespace DsMip.Testing;

/// <summary>A test in real network namespaces. Skipped with a reason where they cannot be made; never skipped if CI=true.</summary>
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = NamespaceSupport.SkipReason;
}

/// <summary><see cref="NamespaceFactAttribute"/> with data.</summary>
public sealed class NamespaceTheoryAttribute : TheoryAttribute
{
    public NamespaceTheoryAttribute() => Skip = NamespaceSupport.SkipReason;
}

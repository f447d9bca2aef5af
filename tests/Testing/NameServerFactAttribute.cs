using Xunit;

namespace DsMip.Testing;

/// <summary>A test with a real DNS server. Skipped with a reason where there is none; never if CI=true.</summary>
public sealed class NameServerFactAttribute : FactAttribute
{
    public NameServerFactAttribute() => Skip = NameServer.SkipReason;
}

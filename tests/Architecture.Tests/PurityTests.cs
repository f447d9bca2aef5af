namespace DsMip.Architecture.Tests;

/// <summary>The cores know no clock, no randomness and no I/O; IPsec knows no mobility; only one project calls the kernel.</summary>
public sealed class PurityTests
{
    public static TheoryData<string> Pure => ["DsMip.Wire", "DsMip.IPsec", "DsMip.Tunnel", "DsMip.HomeAgent.Core", "DsMip.MobileNode.Core"];

    public static TheoryData<string> WithoutPlatformInvoke =>
        ["DsMip.Wire", "DsMip.IPsec", "DsMip.Tunnel", "DsMip.HomeAgent.Core", "DsMip.MobileNode.Core", "dsmip-ha", "dsmip-mn"];

    [Theory]
    [MemberData(nameof(Pure))]
    public void A_pure_project_is_guarded_by_the_banned_api_analyzer(string project) =>
        Assert.Equal("true", (string?)Repository.Projects[project].Descendants("PureProject").SingleOrDefault());

    [Theory]
    [MemberData(nameof(Pure))]
    public void A_pure_assembly_uses_no_socket_file_thread_process_or_native_code(string assembly)
    {
        string[] forbidden = ["System.Net.Sockets.Socket", "System.IO.File", "System.Threading.Thread", "System.Diagnostics.Process", "System.Console"];
        var used = AssemblyMetadata.Of(assembly);
        Assert.Empty(used.Types.Intersect(forbidden));
        Assert.Empty(used.PlatformInvokes);
    }

    [Theory]
    [MemberData(nameof(Pure))]
    public void A_pure_assembly_references_the_framework_and_our_own_code_only(string assembly) =>
        Assert.DoesNotContain(
            AssemblyMetadata.Of(assembly).Assemblies,
            name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("DsMip.", StringComparison.Ordinal));

    /// <summary>The thesis of the draft, as a fact about the binary: nothing in IPsec is told that nodes move.</summary>
    [Fact]
    [Clause("draft-2-pure")]
    public void Ipsec_uses_no_type_of_mobility()
    {
        var used = AssemblyMetadata.Of("DsMip.IPsec");
        Assert.Equal(["DsMip.Wire"], used.Assemblies.Where(name => name.StartsWith("DsMip.", StringComparison.Ordinal)));
        Assert.DoesNotContain(used.Types, type => type.StartsWith("DsMip.Wire.Mobility.", StringComparison.Ordinal));
        Assert.DoesNotContain(used.Types, type => type.StartsWith("DsMip.Tunnel.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_two_daemons_do_not_know_each_other()
    {
        Assert.DoesNotContain(AssemblyMetadata.Of("dsmip-ha").Assemblies, name => name.Contains("MobileNode", StringComparison.Ordinal));
        Assert.DoesNotContain(AssemblyMetadata.Of("dsmip-mn").Assemblies, name => name.Contains("HomeAgent", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WithoutPlatformInvoke))]
    public void Only_the_linux_project_calls_native_code(string assembly) => Assert.Empty(AssemblyMetadata.Of(assembly).PlatformInvokes);

    [Fact]
    public void The_linux_project_does_call_native_code() => Assert.NotEmpty(AssemblyMetadata.Of("DsMip.Linux").PlatformInvokes);
}

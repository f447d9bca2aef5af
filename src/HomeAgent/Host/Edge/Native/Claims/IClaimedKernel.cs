using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Edge.Native.Claims;

/// <summary>What is in this edge's kernel for mobile nodes whose block it has.</summary>
internal interface IClaimedKernel
{
    /// <exception cref="Linux.LinuxException">The kernel refuses.</exception>
    void Install(MobileNodeOptions node, NumbersClaimed claimed);

    /// <inheritdoc cref="Install"/>
    void Withdraw(MobileNodeOptions node);
}

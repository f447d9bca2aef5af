using DsMip.MobileNode.Core;
using DsMip.MobileNode.Datapath;

namespace DsMip.MobileNode.Protection;

/// <summary>Where the SAs in the kernel come from.</summary>
internal interface IKeys : IEspNumbers, IDisposable
{
    /// <summary>For people.</summary>
    string Origin { get; }

    /// <summary>There is no SA for a Binding Update that is due. Called by the protocol module's loop, again with every try; returns at once.</summary>
    /// <param name="path">Of the Binding Update.</param>
    void Ask(BindingUpdatePath path);

    /// <summary>There is an SA and nobody answers what is sent under it.</summary>
    /// <param name="path">Of the last Binding Update.</param>
    void Doubt(BindingUpdatePath path);

    /// <summary>Until stopped.</summary>
    Task RunAsync(CancellationToken stop);

    /// <summary>After that: nobody is to make or use keys for us any more. Does not take long and does not fail.</summary>
    Task WithdrawAsync();
}

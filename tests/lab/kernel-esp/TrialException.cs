namespace DsMip.KernelEsp.Lab;

/// <summary>A trial did not come out as it must.</summary>
internal sealed class TrialException : Exception
{
    public TrialException()
    {
    }

    public TrialException(string message)
        : base(message)
    {
    }

    public TrialException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public static void Require(bool condition, string otherwise)
    {
        if (!condition) throw new TrialException(otherwise);
    }
}

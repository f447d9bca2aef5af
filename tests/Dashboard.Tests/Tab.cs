using Microsoft.Playwright;

namespace DsMip.Dashboard.Tests;

/// <summary>A tab, and what went wrong in it: scripts that failed, what the policy forbade, what was asked of others.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public Tab(IPage page, Uri home)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // That a request was refused is said by the browser too.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _complaints.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(home.ToString(), StringComparison.Ordinal)) _complaints.Add($"asked for {request.Url}");
        };
    }

    public IPage Page { get; }

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Said => Page.Locator("#said");

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    public async Task GoAsync(string link)
    {
        await Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
        await Heading(link).WaitForAsync();
    }

    public async Task EnterAsync(string label, string text) => await Dialog.GetByLabel(label).First.FillAsync(text);

    public Task PressAsync(string button) => Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Below artifacts/dashboard.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(DashboardFixture.Pictures, $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_complaints);
    }
}

export const Panel = () => (
  <section>
    {/*
      @.architecture
      Incoming: hooks/usePanel.jsx --- {PanelState}
      Processing: Panel() --- {1 job: JOB_RENDER_PANEL}
      Outgoing: React DOM --- {JSX.Element}
    */}
    <p>Panel</p>
  </section>
);

// @.architecture
// Incoming: props --- {ButtonProps}
// Processing: Button() --- {1 job: JOB_RENDER_BUTTON}
// Outgoing: React DOM --- {JSX.Element}
export const Button = () => <button />;

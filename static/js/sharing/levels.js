// Who may open an app: the levels, from the fewest people to the most.

export const LEVELS = [
  { name: "private", icon: "lock", title: "Only you", about: "Nobody else can open it." },
  {
    ...{ name: "link", icon: "link", title: "Anyone with the link" },
    about: "Anyone who has the link can play it. It is not listed anywhere.",
  },
  {
    ...{ name: "password", icon: "key-round", title: "Anyone with the password" },
    about: "They also need the link, and see nothing until they enter the password.",
  },
  { name: "public", icon: "globe", title: "Everyone", about: "It is also listed in the gallery." },
];

export const levelOf = ({ visibility }) => LEVELS.find(({ name }) => name === visibility);
